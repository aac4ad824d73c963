using System.Text;

namespace Bulwark.Waf.Tests.Operators.Detection;

public sealed class DetectionTests
{
    [Theory]
    [InlineData("detectSQLi", "1 or 1=1", "1&1o1")]
    [InlineData("detectSQLi", "x' union select 1,2--", "sUE1c")]
    [InlineData("detectXSS", "<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void Captures_what_it_found(string name, string value, string captured)
    {
        var context = new OperatorContext();

        Assert.True(OperatorCases.Create(name, "").Evaluate(context, Encoding.UTF8.GetBytes(value)));
        Assert.Equal(captured, Encoding.UTF8.GetString(context.Captured[0]));
    }

    [Theory]
    [InlineData("detectSQLi", "it's 1 or 2")]
    [InlineData("detectXSS", "<b>it's</b>")]
    public void Captures_nothing_of_ordinary_text(string name, string value)
    {
        var context = new OperatorContext();

        Assert.False(OperatorCases.Create(name, "").Evaluate(context, Encoding.UTF8.GetBytes(value)));
        Assert.Equal(0, context.Captured.Count);
    }
}
