#include "catalog/quota_share.hpp"

namespace yunhe::catalog {
namespace {

constexpr int kQuotaPercents[] = {50, 80, 100};

bool reaches(Quantity used, Quantity quota, int percent) {
    return static_cast<__int128>(used.micro) * 100 >= static_cast<__int128>(quota.micro) * percent;
}

}  // namespace

std::vector<int> reached_percents(Quantity before, Quantity after, Quantity quota) {
    std::vector<int> reached;
    for (const int percent : kQuotaPercents)
        if (!reaches(before, quota, percent) && reaches(after, quota, percent))
            reached.push_back(percent);
    return reached;
}

}  // namespace yunhe::catalog
