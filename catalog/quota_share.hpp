/// Which shares of a quota a use reached. Pure.
#pragma once

#include <vector>

#include "base/money.hpp"

namespace yunhe::catalog {

/// Of 50, 80 and 100 percent those that `before` had not reached and `after` has, ascending.
std::vector<int> reached_percents(Quantity before, Quantity after, Quantity quota);

}  // namespace yunhe::catalog
