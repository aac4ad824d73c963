using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;
using Bulwark.Waf.Transformations.Decoding;

namespace Bulwark.Waf.Tests.Transformations;

public sealed class UnicodeMapTests
{
    private const string File = """
        (a code page without a number)

        1250  (ANSI - Central Europe)
        2019:60

        20127 (US-ASCII)
        00ab:3c 2019:27
        ff1c:3d

        """;

    [Theory]
    [InlineData(20127, "%u2019%u00AB", "'<")]
    [InlineData(20127, "%uff1c", "=")]
    [InlineData(1250, "%u2019", "`")]
    [InlineData(1250, "%u00AB%uff1c%u0041", "\xAB<A")]
    public void Says_which_byte_a_character_becomes(int codePage, string input, string expected)
    {
        var output = new ByteBuffer();

        new UrlDecodeUni(UnicodeMap.Parse(File, codePage)).TryTransform(ByteSlice.Of(input).Span, output);

        Assert.Equal(expected, output.ToSlice().ToString());
    }

    [Fact]
    public void A_code_page_that_the_file_does_not_have_is_an_error() =>
        Assert.Equal("the file has no code page 437", Assert.Throws<RuleException>(() => UnicodeMap.Parse(File, 437)).Message);

    [Fact]
    public void A_malformed_pair_is_an_error() => Assert.Equal(
        "'20:100' is not a character and a byte",
        Assert.Throws<RuleException>(() => UnicodeMap.Parse("437\n20:100", 437)).Message);
}
