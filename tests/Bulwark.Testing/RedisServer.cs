using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bulwark.Testing;

/// <summary>A real <c>redis-server</c> of the test's own: on a free port of this machine and on a Unix socket, with a password, writing nothing to a disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(params ReadOnlySpan<string> arguments) => _arguments = arguments.ToArray();

    public const string Password = "correct horse battery staple";

    /// <summary>The file that settings name.</summary>
    public string PasswordFile => _directory["password"];

    public int Port { get; } = FreePort();

    /// <summary><c>HOST:PORT</c>.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"localhost:{Port}");

    public string Socket => _directory["redis.sock"];

    /// <param name="arguments">Further options of the server.</param>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server that talks TLS on its port, and nothing else there.</summary>
    public static async Task<RedisServer> StartTlsAsync(string certificate, string key)
    {
        var server = new RedisServer("--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no") { IsTls = true };
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>The same server once more, with the same port and password and without what it knew.</summary>
    public async Task StartAgainAsync()
    {
        await File.WriteAllTextAsync(PasswordFile, Password);
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] ports = IsTls ? ["--port", "0", "--tls-port", port] : ["--port", port];
        var start = Command(
            "redis-server",
            [.. ports, "--bind", "127.0.0.1", "-::1", "--unixsocket", Socket, "--unixsocketperm", "700", "--save", "", "--dir", _directory.Path, "--requirepass", Password, .. _arguments]);

        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("The server is now ready to accept connections at", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("redis-server ended before it was ready");
    }

    /// <summary>SIGKILL: connections end without a word.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The server takes connections and bytes and does nothing with them any more.</summary>
    public Task HangAsync() => SignalAsync("-STOP");

    /// <summary>It goes on after <see cref="HangAsync"/>.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>What <c>redis-cli</c> says to a command.</summary>
    public async Task<string> CommandAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(Command("redis-cli", ["-s", Socket, "--no-auth-warning", "-a", Password, .. arguments]))!;
        var answer = await process.StandardOutput.ReadToEndAsync(Deadline.Token());
        await process.WaitForExitAsync(Deadline.Token());
        return answer.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();

        _directory.Dispose();
    }

    private bool IsTls { get; init; }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static ProcessStartInfo Command(string program, params IEnumerable<string> arguments) =>
        new(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
