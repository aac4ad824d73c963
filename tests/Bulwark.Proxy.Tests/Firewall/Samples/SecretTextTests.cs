using System.Text;
using Bulwark.Proxy.Firewall.Samples;

namespace Bulwark.Proxy.Tests.Firewall.Samples;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", false)]
    [InlineData("Robert'); DROP TABLE students;--", false)]
    [InlineData("100 % of ../../etc/hosts", false)]
    [InlineData("my password is hunter2", true)]
    [InlineData("https://example.org/?access_token=x", true)]
    [InlineData("https://example.org/?access%5Ftok%65n=x", true)]
    [InlineData("https://example.org/?access%255Ftok%2565n=x", true)]
    [InlineData("https://example.org/?%25252525", true)]
    [InlineData("https://example.org/cb?code=1&state=2", true)]
    [InlineData("it is eyJhbGciOiJSUzI1NiJ9.x", true)]
    [InlineData("mat_Zk3PqT7bXyWc91LmNv20aa", true)]
    [InlineData("0123456789012345678901234567890", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghij", false)]
    public void Finds_what_may_be_a_secret(string value, bool isFound) => Assert.Equal(isFound, SecretText.StandsIn(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData("<script>abc", 8)]
    [InlineData("<script>", 8)]
    [InlineData("abc", 0)]
    public void A_key_that_the_cut_has_gone_through_is_left_out(string beginning, int length) => Assert.Equal(length, SecretText.WholeLength(Encoding.UTF8.GetBytes(beginning)));
}
