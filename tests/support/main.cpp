/// The Boost.Test runner of every suite.
#define BOOST_TEST_MODULE yunhe
#include <boost/test/unit_test.hpp>
