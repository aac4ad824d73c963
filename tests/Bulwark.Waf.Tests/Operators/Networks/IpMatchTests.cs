namespace Bulwark.Waf.Tests.Operators.Networks;

public sealed class IpMatchTests
{
    private const string List = "10.0.0.0/8, 192.168.1.77/24,203.0.113.9,2001:db8::/32,::1";

    [Theory]
    [InlineData("10.255.0.1", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("192.168.2.1", false)]
    [InlineData("203.0.113.9", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("2001:db8:ffff::1", true)]
    [InlineData("2001:DB8::", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("::1", true)]
    [InlineData("::2", false)]
    [InlineData("", false)]
    [InlineData("localhost", false)]
    [InlineData("10.1", false)]
    [InlineData("10.1.1.1.1", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("10.0.0.256", false)]
    [InlineData("10.0.0.1:80", false)]
    [InlineData("[::1]", false)]
    [InlineData("::1%lo", false)]
    [InlineData("10.0.0.1\0", false)]
    public void Looks_for_the_address_in_the_list(string value, bool matches) => OperatorCases.Check("ipMatch", List, value, matches);

    [Fact]
    public void Everything_is_in_the_network_of_length_zero()
    {
        OperatorCases.Check("ipMatch", "0.0.0.0/0", "8.8.8.8", matches: true);
        OperatorCases.Check("ipMatch", "0.0.0.0/0", "2001:db8::1", matches: false);
        OperatorCases.Check("ipMatch", "::/0", "2001:db8::1", matches: true);
    }

    [Theory]
    [InlineData("10.0.0.0/33", "@ipMatch: '10.0.0.0/33' has no prefix length from 0 to 32")]
    [InlineData("::1/129", "@ipMatch: '::1/129' has no prefix length from 0 to 128")]
    [InlineData("10.0.0.0/", "@ipMatch: '10.0.0.0/' has no prefix length from 0 to 32")]
    [InlineData("10.0.0.1,,::1", "@ipMatch: '' is neither an IP address nor a CIDR network")]
    [InlineData("example.org", "@ipMatch: 'example.org' is neither an IP address nor a CIDR network")]
    public void Refuses_to_load_what_is_not_a_network(string list, string message) => OperatorCases.Refuses("ipMatch", list, message);
}
