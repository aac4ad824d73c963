using Bulwark.Waf.Operators.Patterns;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Tests.Operators.Patterns;

public sealed class RxTests
{
    [Theory]
    [InlineData("rx")]
    [InlineData("rxGlobal")]
    public void Captures_the_match_and_its_groups(string name)
    {
        var context = new OperatorContext();

        Assert.True(OperatorCases.Create(name, @"(\w+)=(\d+)").Evaluate(context, "a b=12 c=3"u8));

        Assert.Equal(3, context.Captured.Count);
        Assert.Equal("b=12|b|12", $"{Text(context.Captured[0])}|{Text(context.Captured[1])}|{Text(context.Captured[2])}");
    }

    [Theory]
    [InlineData("^%{tx.a}$", "a", true)]
    [InlineData("^%{tx.a}$", "b", false)]
    [InlineData("^(?:%{tx.a|b})$", "b", true)]
    [InlineData("%{tx.(}", "(", false)]
    public void Macros_are_part_of_the_pattern(string pattern, string value, bool matches) => OperatorCases.Check("rx", pattern, value, matches);

    [Theory]
    [InlineData("[$%]{[^}]*}", "%{7*7}", true)]
    [InlineData(@"%{\(#", "x=%{(#a)}", true)]
    public void What_names_no_variable_is_no_macro(string pattern, string value, bool matches)
    {
        OperatorCases.Check("rx", pattern, value, matches);
        Assert.NotNull(((Rx)OperatorCases.Create("rx", pattern)).Pattern);
    }

    private static string Text(ReadOnlySpan<byte> value) => new ByteSlice(value.ToArray()).ToString();
}
