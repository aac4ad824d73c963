using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Bulwark.CommandLine.Pki;
using Bulwark.Core.Hosting;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Pki.Renewal;
using Bulwark.Revisions;
using Bulwark.Running;
using Bulwark.Settings;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark up [TIER ...]</c>: starts the tiers and runs them until SIGTERM or Ctrl+C.</summary>
internal static class UpVerb
{
    public static Command Create()
    {
        var verb = new Command("up", "Start the tiers (all, or those named) and run until SIGTERM or Ctrl+C; the first start makes the data directory, settings, keys and certificates");
        var tiers = new Argument<string[]>("TIER") { Description = "Tiers to start; none named means all", Arity = ArgumentArity.ZeroOrMore };
        tiers.AcceptOnlyFromAmong([.. TierTable.Names]);
        var log = new Option<LogFormat>("--log") { Description = "How log lines are written to standard error", HelpName = "json|text" };
        verb.Arguments.Add(tiers);
        var instance = InstanceOptions.AddTo(verb).WithPortOffset(verb);
        verb.Options.Add(log);
        verb.SetAction((parse, cancellationToken) =>
            RunAsync(Named(parse.GetValue(tiers)), instance.Data(parse), instance.ConfigFile(parse), instance.PortOffset(parse), parse.GetValue(log), cancellationToken));
        return verb;
    }

    private static IReadOnlyList<string> Named(string[]? tiers) => tiers is { Length: > 0 } ? [.. tiers.Distinct(StringComparer.Ordinal)] : TierTable.Names;

    private static async Task<int> RunAsync(
        IReadOnlyList<string> tiers, DataDirectory data, string? configFile, int portOffset, LogFormat logFormat, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal(cancellationToken);
        data.Create();
        var declared = SettingsFile.ReadOrCreate(data, configFile);
        using var programLog = new ProgramLog(logFormat);
        var log = programLog.Factory.CreateLogger("Bulwark");
        var start = await StartingRevision.ChooseAsync(data, declared, TimeProvider.System, cancellationToken);
        foreach (var warning in start.Settings.Warnings.Concat(start.Notices))
            Log.WeakSetting(log, warning);

        var settings = start.Settings;
        var environment = ProgramEnvironment.Create(settings.Value, data, portOffset, programLog.Factory).ForTiers(tiers);
        environment = environment with { Revision = start.Number, Settings = new TierSettings(settings.Value, environment) };
        var pki = ProgramEnvironment.PkiRequest(settings.Value, environment, log);
        InstancePki.Ensure(pki);
        try
        {
            await using var instance = await Instance.StartAsync(tiers, settings.Value, environment, stop.Token);
            await using var upkeep = Upkeep(tiers, pki, settings.Value)?.Start();
            using var idle = new IdleMemory(new OwnMemory(environment.Memory), TimeProvider.System);
            programLog.Started();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bulwark: ready in {SinceProcessStart().TotalSeconds:0.0} s"));
            Console.WriteLine(Welcome.Text(tiers, settings.Value, environment));
            await stop.WaitAsync();
            Log.Stopping(log);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Told to stop before every tier stood; those that did have been stopped.
            Log.Stopping(log);
        }

        return 0;
    }

    /// <summary>Certificates are looked after by the processes that hold them.</summary>
    private static CertificateUpkeep? Upkeep(IReadOnlyList<string> tiers, PkiRequest pki, BulwarkOptions options) =>
        tiers.Contains(EdgeTier.Name, StringComparer.Ordinal) || tiers.Contains(LoadBalancerTier.Name, StringComparer.Ordinal)
            ? new CertificateUpkeep(pki, ProgramEnvironment.ConfiguredCertificates(options, pki.Data), cancellationToken => PkiInstance.ReloadAsync(pki.Data, cancellationToken))
            {
                RevocationLists = ProgramEnvironment.ConfiguredLists(options, pki.Data),
            }
            : null;

    private static TimeSpan SinceProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        return TimeProvider.System.GetUtcNow() - new DateTimeOffset(process.StartTime);
    }
}
