using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Testing;
using Bulwark.Waf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>A running <see cref="WafServer"/> with a few rules of its own in front of a <see cref="RawBackend"/>.</summary>
internal sealed class ServedRig : IAsyncDisposable
{
    private const string Rules = """
        SecRule ARGS|REQUEST_HEADERS:X-Bad "@contains attack" "id:1,phase:2,deny,status:403,log,msg:'An attack',logdata:'%{MATCHED_VAR_NAME}'"
        SecRule REQUEST_LINE "!@rx ^[A-Z]+ \S+ HTTP/1\.[01]$" "id:2,phase:1,deny,status:400,log,msg:'An odd request line'"
        SecRule RESPONSE_BODY "@contains secret" "id:3,phase:4,deny,status:502,log,msg:'A leak'"
        SecRule REQUEST_HEADERS:X-Silent "@streq yes" "id:4,phase:1,pass,nolog"
        """;

    private readonly TemporaryDirectory _directory = new();

    private ServedRig(RawBackend backend) => Backend = backend;

    public RawBackend Backend { get; }

    private WafServer? Server { get; set; }

    private string LogFile => Path.Combine(_directory.Path, "waf.jsonl");

    /// <summary>Starts both.</summary>
    /// <param name="answer">What the backend answers; null: 200 with the body <c>ok</c>.</param>
    /// <param name="blocks">Whether the rules refuse, or only count.</param>
    /// <param name="mostBodyBytes">How much of a body the rules look at.</param>
    public static async Task<ServedRig> StartAsync(Func<string, string?>? answer = null, bool blocks = true, int mostBodyBytes = 1 << 20)
    {
        var rig = new ServedRig(new RawBackend(answer ?? (_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        var rules = Directory.CreateDirectory(Path.Combine(rig._directory.Path, "rules")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "rules.conf"), Rules);
        var sources = new ServedRuleSources { Folder = rules, Blocks = blocks };
        rig.Server = await WafServer.StartAsync(
            new WafServeOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Upstream = rig.Backend.Address, LogIdHeader = "X-Trace", MostBodyBytes = mostBodyBytes },
            WafEngine.Load(sources.ToSources()),
            new FileStream(rig.LogFile, FileMode.Append, FileAccess.Write, FileShare.Read),
            NullLoggerFactory.Instance,
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        return rig;
    }

    /// <summary>Sends bytes over a connection of their own and reads until the server ends it.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        var address = new Uri(Server!.Addresses.Single());
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await stream.CopyToAsync(answer, patience.Token);
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Stops the server, and gives the lines of its log.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync()
    {
        await Server!.DisposeAsync();
        Server = null;
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
