using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Running;

/// <summary>A running instance: its own process, data directory and ports.</summary>
internal sealed class BulwarkInstance : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    private static readonly int[] Ports = [8443, 9443, 9090, 8080];

    private readonly TemporaryDirectory _directory;
    private readonly StringBuilder _log = new();
    private readonly List<Process> _others = [];
    private Process? _process;

    private BulwarkInstance(TemporaryDirectory directory, int portOffset)
    {
        _directory = directory;
        PortOffset = portOffset;
    }

    public int PortOffset { get; }

    public string Data => Path.Combine(_directory.Path, "d");

    public int EdgePort => 8443 + PortOffset;

    public int LoadBalancerPort => 9443 + PortOffset;

    public int AdminPort => 9090 + PortOffset;

    public Uri EdgeUrl => new($"https://localhost:{EdgePort}");

    public int ProcessId => _process!.Id;

    /// <summary>What came on standard output up to and including the table of addresses.</summary>
    public string ReadyLine { get; private set; } = "";

    public string LogText
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static async Task<BulwarkInstance> StartAsync(string? settings = null)
    {
        var instance = Create(settings);
        try
        {
            await instance.StartProcessAsync();
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>An instance that has a data directory and settings but no process yet.</summary>
    public static BulwarkInstance Create(string? settings = null)
    {
        var instance = new BulwarkInstance(new TemporaryDirectory(), FreePortOffset());
        Directory.CreateDirectory(instance.Data);
        if (settings is not null)
            File.WriteAllText(Path.Combine(instance.Data, "bulwark.jsonc"), settings);

        return instance;
    }

    public string Pki(string name) => Path.Combine(Data, "pki", name);

    public string[] UpArguments => ["up", "--data", Data, "--port-offset", PortOffset.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public async Task StartProcessAsync(Func<ProcessStartInfo, ProcessStartInfo>? wrap = null)
    {
        var start = BulwarkProgram.Command(UpArguments);
        _process = Process.Start(wrap?.Invoke(start) ?? start)!;
        await WaitUntilReadyAsync(_process);
    }

    /// <summary>Starts a process of its own for some tiers, and gives its ID. All processes end with the instance.</summary>
    public async Task<int> StartTiersAsync(params IEnumerable<string> tiers)
    {
        var process = Process.Start(BulwarkProgram.Command([UpArguments[0], .. tiers, .. UpArguments[1..]]))!;
        _others.Add(process);
        await WaitUntilReadyAsync(process);
        return process.Id;
    }

    /// <summary>SIGKILL, and the kernel's word that it is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM; gives the exit status.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", ProcessId.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        using var deadline = new CancellationTokenSource(StopDeadline);
        await _process!.WaitForExitAsync(deadline.Token);
        var status = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return status;
    }

    public Task<VerbResult> VerbAsync(params IEnumerable<string> arguments) => BulwarkProgram.RunAsync([.. arguments, "--data", Data]);

    /// <summary>A token from <c>bulwark token</c>.</summary>
    public async Task<string> TokenAsync(params IEnumerable<string> arguments)
    {
        var result = await VerbAsync(["token", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.TrimEnd('\n');
    }

    /// <summary>A client that trusts the instance's public CA and nothing else.</summary>
    public HttpClient CreateEdgeClient() => CreateClient(EdgeUrl, "public-ca.pem", null);

    /// <summary>A client of the load balancer that presents one of the instance's client certificates.</summary>
    public HttpClient CreateLoadBalancerClient(string? clientCertificate) =>
        CreateClient(new Uri($"https://localhost:{LoadBalancerPort}"), "origin-ca.pem", clientCertificate);

    /// <summary>What <see cref="CreateEdgeClient"/> connects with, for clients of another kind.</summary>
    public SocketsHttpHandler CreateEdgeHandler() => CreateHandler("public-ca.pem", null);

    private HttpClient CreateClient(Uri address, string authority, string? clientCertificate) =>
        new(CreateHandler(authority, clientCertificate)) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };

    private SocketsHttpHandler CreateHandler(string authority, string? clientCertificate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Pki(authority)) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        if (clientCertificate is not null)
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(Pki($"{clientCertificate}.pem"), Pki($"{clientCertificate}.key.pem"))];

        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();

        _process?.Dispose();
        foreach (var other in _others)
            await EndAsync(other);

        _directory.Dispose();
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task WaitUntilReadyAsync(Process process)
    {
        process.ErrorDataReceived += (_, e) => AppendLog(e.Data);
        process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (!line.StartsWith("bulwark: ready in ", StringComparison.Ordinal))
                continue;

            ReadyLine = line;
            _ = ReadRestAsync(process);
            return;
        }

        await process.WaitForExitAsync(deadline.Token);
        throw new InvalidOperationException($"bulwark ended with status {process.ExitCode} before it was ready:\n{LogText}");
    }

    private void AppendLog(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }

    private async Task ReadRestAsync(Process process)
    {
        try
        {
            AppendLog(await process.StandardOutput.ReadToEndAsync());
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // The instance was disposed while its output was read; nobody wants the rest.
        }
    }

    /// <summary>Below the ports that the kernel gives to outgoing connections (32,768 and more on Linux), which come and go between the look and the start.</summary>
    private static int FreePortOffset()
    {
        while (true)
        {
            var offset = RandomNumberGenerator.GetInt32(1_000, 23_000);
            if (Ports.All(port => IsFree(port + offset)))
                return offset;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
