using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bulwark.Core;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Running;
using Bulwark.Waf;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf serve</c>: the rules alone, as a reverse proxy in front of any HTTP/1 server, until SIGTERM or Ctrl+C.</summary>
internal static class WafServeVerb
{
    public static Command Create()
    {
        var verb = new Command("serve", "Run the rules alone, as a reverse proxy in front of any HTTP/1 server, until SIGTERM or Ctrl+C; the log shows values of requests, so treat it as secret");
        var listen = new Option<Uri?>("--listen") { CustomParser = ReadAddress, Description = "Where to listen: http://127.0.0.1:8080 (port 0: any free one)", HelpName = "URL", Required = true };
        var upstream = new Option<Uri?>("--upstream") { CustomParser = ReadAddress, Description = "Where to send what passes: http://127.0.0.1:8008", HelpName = "URL", Required = true };
        var mode = new Option<ServeMode>("--mode") { Description = "What happens to what the rules would refuse: count lets it pass", HelpName = "count|block", DefaultValueFactory = _ => ServeMode.Count };
        var log = new Option<string?>("--log") { Description = "Where each request's decision is written as a JSON line [default: standard output]", HelpName = "FILE" };
        var id = new Option<string?>("--log-id-header") { Description = "Request header whose value becomes the line's id", HelpName = "NAME" };
        id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !WafServeOptions.IsHeaderName(name))
                result.AddError("--log-id-header takes the name of a header.");
        });
        verb.Options.Add(listen);
        verb.Options.Add(upstream);
        var rules = WafRulesOptions.AddTo(verb);
        foreach (var option in new Option[] { mode, log, id })
            verb.Options.Add(option);

        verb.SetAction((parse, cancellationToken) => RunAsync(
            new WafServeOptions { Listen = EndPointOf(parse.GetRequiredValue(listen)!), Upstream = parse.GetRequiredValue(upstream)!, LogIdHeader = parse.GetValue(id) },
            rules.Sources(parse, parse.GetValue(mode) == ServeMode.Block),
            parse.GetValue(log),
            cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(WafServeOptions options, ServedRuleSources sources, string? logFile, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal(cancellationToken);
        using var programLog = new ProgramLog(LogFormat.Text);
        var began = Stopwatch.GetTimestamp();
        var engine = WafRulesOptions.Load(sources);
        var loaded = Stopwatch.GetElapsedTime(began);
        await using var server = await StartAsync(options, engine, OpenLog(logFile), programLog, stop.Token);
        programLog.Started();
        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"bulwark: {engine.Rules.Count()} rules read in {loaded.TotalSeconds:0.00} s; {(sources.Blocks ? "blocking" : "counting")} on {string.Join(", ", server.Addresses)}, passing to {options.Upstream.GetLeftPart(UriPartial.Authority)}"));
        await stop.WaitAsync();
        return 0;
    }

    private static async Task<WafServer> StartAsync(WafServeOptions options, WafEngine engine, Stream log, ProgramLog programLog, CancellationToken cancellationToken)
    {
        try
        {
            return await WafServer.StartAsync(options, engine, log, programLog.Factory, TimeProvider.System, cancellationToken);
        }
        catch (IOException e)
        {
            throw new OperatorException($"{options.Listen} cannot be listened on: {e.Message} Choose another address with --listen.", e);
        }
    }

    /// <summary>The log holds what clients sent, so it belongs to its owner alone.</summary>
    private static Stream OpenLog(string? file)
    {
        if (file is null)
            return Console.OpenStandardOutput();

        try
        {
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The log {file} cannot be written: {e.Message}", e);
        }
    }

    private static Uri? ReadAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address is { Scheme: "http", PathAndQuery: "/" } && IsListenable(result, address))
            return address;

        result.AddError($"{result.Tokens[0].Value} is no address like http://127.0.0.1:8080, without a path.");
        return null;
    }

    /// <summary>An address to listen on is this machine's: a name would have to be looked up.</summary>
    private static bool IsListenable(ArgumentResult result, Uri address) =>
        result.Parent is not OptionResult { Option.Name: "--listen" } || address.Host == "localhost" || IPAddress.TryParse(address.DnsSafeHost, out _);

    private static IPEndPoint EndPointOf(Uri address) =>
        new(IPAddress.TryParse(address.DnsSafeHost, out var ip) ? ip : IPAddress.Loopback, address.Port);

    private enum ServeMode
    {
        Count,
        Block,
    }
}
