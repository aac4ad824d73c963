using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Tests.Wire;

public sealed class LegacyClientHelloTests
{
    [Theory]
    [InlineData(0x0302, "160301", "0302")]
    [InlineData(0x0301, "160301", "0301")]
    [InlineData(0x0300, "160300", "0300")]
    public void Asks_for_one_version_and_nothing_newer(int version, string record, string hello)
    {
        var message = Convert.ToHexString(LegacyClientHello.Create((ushort)version, "localhost").Span);

        Assert.StartsWith(record, message, StringComparison.Ordinal);
        Assert.Equal(hello, message[18..22]);
        Assert.DoesNotContain("002B", message[(22 + 64)..], StringComparison.Ordinal); // no supported_versions
    }

    [Fact]
    public void Its_lengths_fit()
    {
        var message = LegacyClientHello.Create(0x0302, "localhost").ToArray();

        Assert.Equal(message.Length - 5, (message[3] << 8) + message[4]);
        Assert.Equal(message.Length - 9, (message[6] << 16) + (message[7] << 8) + message[8]);
    }

    [Theory]
    [InlineData("chat.example.org", true)]
    [InlineData("192.0.2.1", false)]
    public void Names_the_server_unless_it_is_an_address(string serverName, bool expected) =>
        Assert.Equal(expected, LegacyClientHello.Create(0x0302, serverName).Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(serverName)) > 0);
}
