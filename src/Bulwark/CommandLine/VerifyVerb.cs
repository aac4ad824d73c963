using System.CommandLine;
using System.Net;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Posture;
using Bulwark.Posture.Reports;
using Bulwark.Proxy.Listeners;
using Bulwark.Revisions;
using Bulwark.Running;
using Bulwark.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark verify</c>: probes this or any other deployment from outside and says what holds.</summary>
internal sealed class VerifyVerb
{
    private readonly Command _verb = new("verify", "Probe this or another deployment from outside; exit 0 every promise holds (risk and n/a are no failure), 1 a probe fails, 3 none fails and some learned nothing");
    private readonly Option<string?> _target = new("--target") { Description = "The edge of another deployment [default: the instance of --data]", HelpName = "URL" };
    private readonly Option<string?> _origin = new("--origin") { Description = "The load balancer, past the edge; with --target and without this its probes do not apply", HelpName = "URL" };
    private readonly Option<string?> _json = FileOption("--json", "JSON");
    private readonly Option<string?> _junit = FileOption("--junit", "JUnit XML");
    private readonly Option<string?> _sarif = FileOption("--sarif", "SARIF 2.1.0");
    private readonly Option<string?> _only = new("--only") { Description = "Run these probes (and the siblings that they need); the table shows the IDs", HelpName = "ID,..." };
    private readonly CredentialOptions _credentials;
    private readonly InstanceOptions _instance;

    private VerifyVerb()
    {
        _instance = InstanceOptions.AddTo(_verb).WithPortOffset(_verb, otherwise: "that of the instance that runs on --data");
        foreach (var option in new Option[] { _target, _origin, _json, _junit, _sarif, _only })
            _verb.Options.Add(option);

        _credentials = CredentialOptions.AddTo(_verb);

        _only.Validators.Add(result =>
        {
            foreach (var id in Ids(result.GetValueOrDefault<string?>()).Where(id => ProbeTable.All.All(probe => probe.Id != id)))
                result.AddError($"There is no probe '{id}'. The probes are: {string.Join(", ", ProbeTable.All.Select(probe => probe.Id))}.");
        });
        _verb.SetAction(RunAsync);
    }

    public static Command Create() => new VerifyVerb()._verb;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var report = await PostureRun.RunAsync(await TargetAsync(parse, cancellationToken), Ids(parse.GetValue(_only)), cancellationToken);
        Write(parse.GetValue(_json), report, JsonReport.Write);
        Write(parse.GetValue(_junit), report, JUnitReport.Write);
        Write(parse.GetValue(_sarif), report, SarifReport.Write);
        if (parse.GetValue(_json) != "-")
            TableReport.Write(Console.Out, report);

        return report.ExitStatus;
    }

    private static string[] Ids(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private async Task<PostureTarget> TargetAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var origin = Address(parse, _origin);
        var credentials = _credentials.Read(parse);
        if (Address(parse, _target) is { } edge)
            return PostureTarget.Foreign(edge, origin, credentials);

        if (credentials is not null)
            throw new OperatorException("Certificates are named for another deployment, with --target: this one's are in its data directory.");

        var data = _instance.Data(parse);
        var inForce = RevisionInForce.Read(data, _instance.ConfigFile(parse), TimeProvider.System);
        if (inForce.Notice is { } notice)
            await Console.Error.WriteLineAsync($"bulwark: {notice}");

        var ports = _instance.GivenPortOffset(parse) is { } given ? RunningPorts.Of(given) : await RunningPorts.FindAsync(data, cancellationToken);
        return Local(inForce.Settings, data, ports, origin);
    }

    /// <summary>The instance of a data directory, where its settings and the running tiers say that it listens.</summary>
    internal static PostureTarget Local(BulwarkOptions options, DataDirectory data, RunningPorts ports, Uri? origin = null)
    {
        var environment = ProgramEnvironment.Create(options, data, ports.Edge, NullLoggerFactory.Instance);
        var local = PostureTarget.Local(environment, options.Pki.UnlockKey);
        return local with
        {
            Edge = Listener(local.Edge, options.Edge.Listen),
            Origin = origin ?? Listener(Moved(local.Origin!, ports.LoadBalancer - ports.Edge), options.LoadBalancer.Listen),
            Admin = Listener(Moved(local.Admin!, ports.Admin - ports.Edge), options.Admin.Port),
            UsesSystemTrust = options.Edge.Certificate is not null,
            TrustStores = [.. options.LoadBalancer.AllClientCertificates()],
            HasHttpRedirect = options.Edge.HttpRedirect is not null,
            PlainHttpPorts = [options.Edge.HttpRedirect?.Listen.Port ?? local.PlainHttpPorts[0]],
        };
    }

    private static Uri Moved(Uri address, int by) => new UriBuilder(address) { Port = address.Port + by }.Uri;

    /// <summary>A listener on all addresses, or on both of loopback, is asked on loopback; one on a single address is asked there.</summary>
    private static Uri Listener(Uri address, ListenerOptions listen)
    {
        var moved = Listener(address, listen.Port);
        return IPAddress.TryParse(listen.Address, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any)
            ? new UriBuilder(moved) { Host = ip.ToString() }.Uri
            : moved;
    }

    private static Uri Listener(Uri address, int? port) => port is null ? address : new UriBuilder(address) { Port = port.Value }.Uri;

    private static Uri? Address(ParseResult parse, Option<string?> option)
    {
        if (parse.GetValue(option) is not { } text)
            return null;

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new OperatorException($"{option.Name} '{text}' is not an https address.");
    }

    private static void Write(string? file, PostureReport report, Action<Stream, PostureReport> write)
    {
        if (file is null)
            return;

        try
        {
            using var stream = file == "-" ? Console.OpenStandardOutput() : File.Create(file);
            write(stream, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The report {file} cannot be written: {e.Message}", e);
        }
    }

    private static Option<string?> FileOption(string name, string format) =>
        new(name) { Description = $"Write the report as {format}; - is standard output", HelpName = "FILE" };
}
