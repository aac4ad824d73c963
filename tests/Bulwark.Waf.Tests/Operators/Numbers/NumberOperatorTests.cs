using System.Text;
using Bulwark.Waf.Operators.Numbers;

namespace Bulwark.Waf.Tests.Operators.Numbers;

public sealed class NumberOperatorTests
{
    [Theory]
    [InlineData("eq", "0", "0", true)]
    [InlineData("eq", "0", "", true)]
    [InlineData("eq", "0", "text", true)]
    [InlineData("eq", "10", " 10 apples", true)]
    [InlineData("eq", "10", "010", true)]
    [InlineData("eq", "10", "0x10", false)]
    [InlineData("eq", "-3", "-3", true)]
    [InlineData("eq", "3", "- 3", false)]
    [InlineData("ge", "5", "5", true)]
    [InlineData("ge", "5", "4", false)]
    [InlineData("gt", "5", "5", false)]
    [InlineData("gt", "5", "+6", true)]
    [InlineData("gt", "5", "99999999999999999999", true)]
    [InlineData("le", "5", "5", true)]
    [InlineData("le", "5", "6", false)]
    [InlineData("lt", "5", "-99999999999999999999", true)]
    [InlineData("lt", "5", "5", false)]
    [InlineData("ge", "%{tx.7}", "7", true)]
    [InlineData("lt", "%{tx.limit}", "0", false)]
    public void Compares_numbers(string name, string argument, string value, bool matches) => OperatorCases.Check(name, argument, value, matches);

    [Theory]
    [InlineData("", 0)]
    [InlineData("\t\v 42abc", 42)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("-9223372036854775809", long.MinValue)]
    [InlineData("--1", 0)]
    [InlineData("+", 0)]
    public void Reads_numbers_as_c_does(string text, long expected) => Assert.Equal(expected, WholeNumber.Parse(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("eq", "", "@eq needs a number")]
    [InlineData("gt", "many", "@gt needs a number")]
    public void Refuses_what_is_no_number(string name, string argument, string message) => OperatorCases.Refuses(name, argument, message);
}
