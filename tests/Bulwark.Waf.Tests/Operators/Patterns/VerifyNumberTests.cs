namespace Bulwark.Waf.Tests.Operators.Patterns;

public sealed class VerifyNumberTests
{
    [Theory]
    [InlineData("4111 1111 1111 1111", true)]
    [InlineData("card: 4111-1111-1111-1111, thanks", true)]
    [InlineData("4111 1111 1111 1112", false)]
    [InlineData("14111111111111111", true)]
    [InlineData("411111111111111", false)]
    [InlineData("", false)]
    public void Card_numbers(string value, bool matches) => OperatorCases.Check("verifyCC", @"(?:\d[ -]?){15}\d", value, matches);

    [Theory]
    [InlineData("529.982.247-25", true)]
    [InlineData("52998224725", true)]
    [InlineData("529.982.247-26", false)]
    [InlineData("111.111.111-11", false)]
    [InlineData("012.345.678-90", false)]
    public void Brazilian_tax_numbers(string value, bool matches) =>
        OperatorCases.Check("verifyCPF", @"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", value, matches);

    [Theory]
    [InlineData("078-05-1120", true)]
    [InlineData("ssn 219 09 9999.", true)]
    [InlineData("000-12-3456", false)]
    [InlineData("123-00-4567", false)]
    [InlineData("123-45-0000", false)]
    [InlineData("666-12-3456", false)]
    [InlineData("740-12-3456", false)]
    [InlineData("111-11-1111", false)]
    [InlineData("123-45-6789", false)]
    public void Social_security_numbers(string value, bool matches) => OperatorCases.Check("verifySSN", @"\d{3}[- ]?\d{2}[- ]?\d{4}", value, matches);

    [Theory]
    [InlineData("1237 010180", true)]
    [InlineData("1238 010180", false)]
    [InlineData("2222222222", false)]
    [InlineData("1234567890", false)]
    public void Austrian_insurance_numbers(string value, bool matches) => OperatorCases.Check("verifySVNR", @"\d{4} ?\d{6}", value, matches);

    [Fact]
    public void Captures_the_number_as_it_stands_in_the_value()
    {
        var context = new OperatorContext();

        Assert.True(OperatorCases.Create("verifyCC", @"\d{16}").Evaluate(context, "x4111111111111112y4111111111111111z"u8));

        Assert.Equal("4111111111111111"u8, context.Captured[0]);
    }

    [Fact]
    public void A_value_that_makes_the_search_tired_counts_as_matching() =>
        Assert.True(OperatorCases.Create("verifyCC", "1.*").Evaluate(new OperatorContext(), [.. Enumerable.Repeat((byte)'1', 100_001)]));

    [Theory]
    [InlineData("verifyCC", "", "@verifyCC needs a pattern")]
    public void Refuses_to_load_without_a_pattern(string name, string pattern, string message) => OperatorCases.Refuses(name, pattern, message);
}
