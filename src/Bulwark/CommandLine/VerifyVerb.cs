using System.CommandLine;
using Bulwark.Core;
using Bulwark.Posture;
using Bulwark.Posture.Reports;
using Bulwark.Running;
using Bulwark.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark verify</c>: probes this or any other deployment from outside and says what holds.</summary>
internal sealed class VerifyVerb
{
    private readonly Command _verb = new("verify", "Probe this or another deployment from outside; exit 0 all pass, 1 a probe fails, 3 some inconclusive");
    private readonly Option<string?> _target = new("--target") { Description = "The edge of another deployment", HelpName = "URL" };
    private readonly Option<string?> _origin = new("--origin") { Description = "Its load balancer, past the edge", HelpName = "URL" };
    private readonly Option<string?> _json = FileOption("--json", "JSON");
    private readonly Option<string?> _junit = FileOption("--junit", "JUnit XML");
    private readonly Option<string?> _sarif = FileOption("--sarif", "SARIF 2.1.0");
    private readonly Option<string?> _only = new("--only") { Description = "Run these probes (and the siblings that they need)", HelpName = "ID,..." };
    private readonly CredentialOptions _credentials;
    private readonly InstanceOptions _instance;

    private VerifyVerb()
    {
        _instance = InstanceOptions.AddTo(_verb).WithPortOffset(_verb);
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
        var report = await PostureRun.RunAsync(Target(parse), Ids(parse.GetValue(_only)), cancellationToken);
        Write(parse.GetValue(_json), report, JsonReport.Write);
        Write(parse.GetValue(_junit), report, JUnitReport.Write);
        Write(parse.GetValue(_sarif), report, SarifReport.Write);
        if (parse.GetValue(_json) != "-")
            TableReport.Write(Console.Out, report);

        return report.ExitStatus;
    }

    private static string[] Ids(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private PostureTarget Target(ParseResult parse)
    {
        var origin = Address(parse, _origin);
        var credentials = _credentials.Read(parse);
        if (Address(parse, _target) is { } edge)
            return PostureTarget.Foreign(edge, origin, credentials);

        if (credentials is not null)
            throw new OperatorException("Certificates are named for another deployment, with --target: this one's are in its data directory.");

        var data = _instance.Data(parse);
        var options = SettingsFile.Read(data, _instance.ConfigFile(parse)).Value;
        var environment = ProgramEnvironment.Create(options, data, _instance.PortOffset(parse), NullLoggerFactory.Instance);
        var local = PostureTarget.Local(environment, options.Pki.UnlockKey);
        return local with
        {
            Edge = Listener(local.Edge, options.Edge.Listen.Port),
            Origin = origin ?? Listener(local.Origin!, options.LoadBalancer.Listen.Port),
            Admin = Listener(local.Admin!, options.Admin.Port),
            UsesSystemTrust = options.Edge.Certificate is not null,
            TrustStores = [.. options.LoadBalancer.AllClientCertificates()],
            HasHttpRedirect = options.Edge.HttpRedirect is not null,
            PlainHttpPorts = [options.Edge.HttpRedirect?.Listen.Port ?? local.PlainHttpPorts[0]],
        };
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
