using System.CommandLine;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Revisions;
using Bulwark.Settings;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark apply</c>: puts the settings file into force while everything runs, for good or for a trial.</summary>
internal sealed class ApplyVerb
{
    private readonly Command _verb = new("apply", "Put the settings file into force without a restart; what any tier refuses changes nothing");
    private readonly Option<TimeSpan?> _confirmWithin = TimeOption.Create("--confirm-within", "Go back by itself unless 'apply --confirm' comes within this time: 60s, 5m");
    private readonly Option<bool> _confirm = new("--confirm") { Description = "Keep the revision that is in force for a trial" };
    private readonly Option<bool> _json;
    private readonly InstanceOptions _instance;

    private ApplyVerb()
    {
        _verb.Options.Add(_confirmWithin);
        _verb.Options.Add(_confirm);
        _verb.Validators.Add(result =>
        {
            if (result.GetResult(_confirm) is not null && result.GetResult(_confirmWithin) is not null)
                result.AddError("--confirm ends a trial and --confirm-within begins one: give one of them.");
        });
        _json = JsonOutput.AddTo(_verb);
        _instance = InstanceOptions.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Create() => new ApplyVerb()._verb;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var data = _instance.Data(parse);
        using var exchange = await SettingsExchange.BeginAsync(data, TimeProvider.System, cancellationToken);
        var report = parse.GetValue(_confirm)
            ? new SwapReport(exchange.Confirm(), exchange.History.InForce, [], [], [])
            : await ApplyAsync(parse, exchange, data, cancellationToken);
        return SwapOutput.Write(report, parse.GetValue(_json), data);
    }

    private Task<SwapReport> ApplyAsync(ParseResult parse, SettingsExchange exchange, DataDirectory data, CancellationToken cancellationToken)
    {
        // What was started with --config is applied from there too.
        var file = _instance.ConfigFile(parse) ?? FileInForce(exchange.History);
        return ReadAndApplyAsync(exchange, data, file, parse.GetValue(_confirmWithin), cancellationToken);
    }

    private static async Task<SwapReport> ReadAndApplyAsync(
        SettingsExchange exchange, DataDirectory data, string? file, TimeSpan? confirmWithin, CancellationToken cancellationToken)
    {
        try
        {
            var declared = SettingsFile.ReadDeclared(data, file);
            var report = await exchange.ApplyAsync(declared, confirmWithin, cancellationToken);
            return report with { Warnings = declared.Settings.Warnings };
        }
        catch (ConfigException e)
        {
            // Said here and not by the caller: whoever is refused wants to know what is in force now.
            return new SwapReport(exchange.History.InForce, exchange.History.InForce, [], e.Problems, []) { IsInvalid = true };
        }
    }

    private static string? FileInForce(RevisionHistory history) => history.FileOf(history.InForce);
}
