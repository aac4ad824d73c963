using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Edge.HttpRedirect;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.HttpRedirect;

public sealed class HttpRedirectTests
{
    [Theory]
    [InlineData("GET /a/%2F?b=c HTTP/1.1\r\nHost: evil.example\r\n", "301", "https://chat.example.org/a/%2F?b=c")]
    [InlineData("HEAD / HTTP/1.1\r\nHost: evil.example\r\n", "301", "https://chat.example.org/")]
    [InlineData("POST /x HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n", "308", "https://chat.example.org/x")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\n", "301", "https://chat.example.org/healthz")]
    [InlineData("GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n", "404", null)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n", "404", null)]
    [InlineData("GET /_synapse/admin HTTP/1.1\r\nHost: localhost\r\n", "404", null)]
    [InlineData("GET /x HTTP/1.1\nHost: localhost\r\n", "400", null)]
    public async Task Sends_to_the_configured_host_and_nowhere_else(string head, string status, string? location)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
            options.HttpRedirect = new() { Host = "chat.example.org", Listen = new() { Address = "127.0.0.1", Port = 0 } });

        var answer = await ExchangeAsync(edge.RedirectPort, head + "\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(location, Location(answer));
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
        Assert.Equal(0, edge.OriginConnections);
    }

    [Theory]
    [InlineData("chat.example.org", true)]
    [InlineData("chat.example.org:8443", true)]
    [InlineData("localhost:8443", true)]
    [InlineData("", false)]
    [InlineData("chat.example.org/x", false)]
    [InlineData("user@chat.example.org", false)]
    [InlineData("https://chat.example.org", false)]
    [InlineData("chat example", false)]
    [InlineData("chat.example.org\r\nX: y", false)]
    public void Takes_a_host_and_nothing_else(string host, bool isTaken) =>
        Assert.Equal(isTaken, !new HttpRedirectOptions { Host = host }.Validate(ConfigPath.Root).Any());

    private static string? Location(string answer) =>
        answer.Split("\r\n").FirstOrDefault(line => line.StartsWith("Location: ", StringComparison.Ordinal))?["Location: ".Length..];

    private static async Task<string> ExchangeAsync(int port, string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, Deadline.Token());
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Deadline.Token());
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Deadline.Token());
    }
}
