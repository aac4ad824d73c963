using System.Text.Json;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.ConnectionLogs;

public sealed class ConnectionLogTests
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task Writes_a_line_a_handshake_in_the_words_of_an_ALB_and_repeated_refusals_once()
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.ConnectionLog = true);
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        Assert.NotEqual(0, await RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf), Request));
        using var admin = lb.Leaf(PkiFolder.AdminClient);
        for (var i = 0; i < 3; i++)
            await RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(admin), Request);

        var file = Path.Combine(lb.Environment.Data.Root, "log", "connections.jsonl");
        await Deadline.UntilAsync(() => File.Exists(file) && File.ReadAllLines(file).Length >= 2);

        var lines = (await File.ReadAllLinesAsync(file, Deadline.Token())).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Equal("Success", lines[0].GetProperty("tls_verify_status").GetString());
        Assert.Equal("CN=bulwark-edge-client", lines[0].GetProperty("leaf_client_cert_subject").GetString());
        Assert.Equal(leaf.SerialNumber, lines[0].GetProperty("leaf_client_cert_serial_number").GetString());
        Assert.Matches(@"^NotBefore=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ;NotAfter=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", lines[0].GetProperty("leaf_client_cert_validity").GetString());
        Assert.Equal("Tls13", lines[0].GetProperty("tls_protocol").GetString());
        Assert.StartsWith("TLS_", lines[0].GetProperty("tls_cipher").GetString(), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", lines[0].GetProperty("client_ip").GetString());
        Assert.Equal(lb.Port, lines[0].GetProperty("listener_port").GetInt32());
        Assert.True(lines[0].GetProperty("tls_handshake_latency").GetDouble() > 0);
        Assert.Equal("Failed:ClientCertUntrusted", lines[1].GetProperty("tls_verify_status").GetString());
        Assert.False(lines[1].GetProperty("admitted").GetBoolean());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Writes_nothing_unless_asked()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        await RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf), Request);

        Assert.False(File.Exists(Path.Combine(lb.Environment.Data.Root, "log", "connections.jsonl")));
    }
}
