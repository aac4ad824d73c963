namespace Bulwark.Posture.Tests;

public sealed class ProbeResultTests
{
    [Theory]
    [InlineData("HTTP 200", "HTTP 200")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u001b[31mred", " [31mred")]
    public void Evidence_is_one_printable_line(string text, string expected) => Assert.Equal(expected, ProbeResult.Fail(text).Evidence);

    [Fact]
    public void Evidence_has_a_bounded_length() => Assert.Equal(303, ProbeResult.Fail(new string('x', 5000)).Evidence.Length);
}
