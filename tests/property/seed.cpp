/// Property tests repeat: they run from a fixed seed unless RC_PARAMS says otherwise, for example
/// RC_PARAMS="seed=7 max_success=10000". RapidCheck prints the configuration that it uses.
#include <cstdlib>

#include <boost/test/unit_test.hpp>

namespace {

struct FixedSeed {
    FixedSeed() { ::setenv("RC_PARAMS", "seed=20261121 max_success=300", 0); }
};
BOOST_TEST_GLOBAL_CONFIGURATION(FixedSeed);

}  // namespace
