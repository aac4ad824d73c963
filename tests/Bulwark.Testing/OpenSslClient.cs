using System.Diagnostics;
using System.Globalization;

namespace Bulwark.Testing;

/// <summary><c>openssl s_client</c>, which keeps a TLS session in a file and offers it again under whatever name it is told to. .NET's client offers one only where it belongs.</summary>
public sealed class OpenSslClient : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly int _port;
    private readonly string[] _arguments;

    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="arguments">Further options of <c>s_client</c>.</param>
    public OpenSslClient(int port, params string[] arguments) => (_port, _arguments) = (port, arguments);

    /// <summary>True when the client has got a session that it can offer.</summary>
    public bool HasSession => File.Exists(Session);

    private string Session => _directory["session.pem"];

    /// <summary>Connects, sends a request and reads to the end. The session of the connection is kept unless there is one already; an earlier one is offered.</summary>
    /// <param name="serverName">The name in the handshake; null: none.</param>
    /// <param name="host">The name in the request, which asks for an end of the connection.</param>
    public async Task<OpenSslExchange> AskAsync(string? serverName, string host)
    {
        string[] name = serverName is null ? ["-noservername"] : ["-servername", serverName];
        var start = new ProcessStartInfo(
            "openssl",
            ["s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}"), "-ign_eof", .. name, HasSession ? "-sess_in" : "-sess_out", Session, .. _arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var problems = process.StandardError.ReadToEndAsync(Deadline.Token());
        await process.StandardInput.WriteAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        process.StandardInput.Close();
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(Deadline.Token());
            await process.WaitForExitAsync(Deadline.Token());
            return OpenSslExchange.Parse(output, await problems);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public void Dispose() => _directory.Dispose();
}
