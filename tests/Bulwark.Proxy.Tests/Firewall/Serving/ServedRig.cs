using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Testing;
using Bulwark.Waf;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>A running <see cref="WafServer"/> with a few rules of its own in front of a <see cref="RawBackend"/>.</summary>
internal sealed class ServedRig : IAsyncDisposable
{
    private const string Rules = """
        SecRule ARGS|REQUEST_HEADERS:X-Bad "@contains attack" "id:1,phase:2,deny,status:403,log,msg:'An attack',logdata:'%{MATCHED_VAR_NAME}'"
        SecRule REQUEST_LINE "!@rx ^[A-Z]+ \S+ HTTP/1\.[01]$" "id:2,phase:1,deny,status:400,log,msg:'An odd request line'"
        SecRule RESPONSE_BODY "@contains secret" "id:3,phase:4,deny,status:502,log,msg:'A leak'"
        SecRule REQUEST_HEADERS:X-Long "@rx .{10}" "id:5,phase:1,pass,log,msg:'Long',logdata:'%{MATCHED_VAR}'"
        SecRule REQUEST_HEADERS:X-Silent "@streq yes" "id:4,phase:1,pass,nolog"
        """;

    private readonly TemporaryDirectory _directory = new();

    private ServedRig(RawBackend backend) => Backend = backend;

    public RawBackend Backend { get; }

    /// <summary>What the operator is told of the server on standard error.</summary>
    public IReadOnlyList<LogRecord> Errors => [.. Loggers.Records.Where(record => record.EventId is >= 500 and < 600 || record.Level >= LogLevel.Warning)];

    private RecordingLoggerFactory Loggers { get; } = new();

    private WafServer? Server { get; set; }

    private string LogFile => Path.Combine(_directory.Path, "waf.jsonl");

    /// <summary>Starts both.</summary>
    /// <param name="answer">What the backend answers; null: 200 with the body <c>ok</c>.</param>
    /// <param name="blocks">Whether the rules refuse, or only count.</param>
    /// <param name="mostBodyBytes">How much of a body the rules look at.</param>
    /// <param name="limits">How much looking may cost; null for the usual.</param>
    /// <param name="time">The clock; null for the real one.</param>
    /// <param name="log">Where the decisions go in place of the file that <see cref="LogAsync"/> reads.</param>
    /// <param name="mostHeldBytes">What there is for all bodies.</param>
    public static async Task<ServedRig> StartAsync(
        Func<string, string?>? answer = null, bool blocks = true, int mostBodyBytes = 1 << 20, WafOptions? limits = null, TimeProvider? time = null, Stream? log = null, long mostHeldBytes = 1 << 24)
    {
        var rig = new ServedRig(new RawBackend(answer ?? (_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        var rules = Directory.CreateDirectory(Path.Combine(rig._directory.Path, "rules")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "rules.conf"), Rules);
        var sources = new ServedRuleSources { Folder = rules, Blocks = blocks };
        rig.Server = await WafServer.StartAsync(
            new WafServeOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Upstream = rig.Backend.Address, LogIdHeader = "X-Trace", MostBodyBytes = mostBodyBytes, MostHeldBytes = mostHeldBytes },
            WafEngine.Load(sources.ToSources(), limits ?? WafOptions.Default),
            log ?? new FileStream(rig.LogFile, FileMode.Append, FileAccess.Write, FileShare.Read),
            rig.Loggers,
            time ?? TimeProvider.System,
            TestContext.Current.CancellationToken);
        return rig;
    }

    /// <summary>Sends bytes over a connection of their own and reads until the server ends it.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var client = await OpenAsync(request);
        return await ReadAsync(client);
    }

    /// <summary>Sends bytes over a connection of their own and leaves it to the test.</summary>
    public async Task<TcpClient> OpenAsync(string request)
    {
        var client = new TcpClient();
        var address = new Uri(Server!.Addresses.Single());
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public static async Task<string> ReadAsync(TcpClient client)
    {
        using var answer = new MemoryStream();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[16 * 1024];
        while (await client.Client.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
            await answer.WriteAsync(buffer.AsMemory(0, count), patience.Token);

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>The lines that are in the log by now.</summary>
    public IReadOnlyList<string> LogSoFar()
    {
        using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Stops the server.</summary>
    public async Task StopAsync()
    {
        await Server!.DisposeAsync();
        Server = null;
    }

    /// <summary>Stops the server, and gives the lines of its log.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync()
    {
        await StopAsync();
        return [.. (await File.ReadAllLinesAsync(LogFile)).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();

        await Backend.DisposeAsync();
        _directory.Dispose();
    }
}
