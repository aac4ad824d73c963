using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Hosting;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark rollback [N]</c>: puts an earlier revision into force again. The settings file stays as it is, unless <c>--write</c> says otherwise.</summary>
internal sealed class RollbackVerb
{
    private readonly Command _verb = new("rollback", "Put an earlier revision of the settings into force again");
    private readonly Argument<int?> _number = new("N") { Description = "Its number; none means the one before", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _write = new("--write") { Description = "Make the settings file say the same; what it said before is kept beside it" };
    private readonly Option<bool> _json;
    private readonly InstanceOptions _instance;

    private RollbackVerb()
    {
        _verb.Arguments.Add(_number);
        _verb.Options.Add(_write);
        _json = JsonOutput.AddTo(_verb);
        _instance = InstanceOptions.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Create() => new RollbackVerb()._verb;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var data = _instance.Data(parse);
        using var exchange = await SettingsExchange.BeginAsync(data, TimeProvider.System, cancellationToken);
        var report = await exchange.RollBackAsync(parse.GetValue(_number), cancellationToken);
        if (report.Problems.Count == 0 && parse.GetValue(_write))
        {
            var file = _instance.ConfigFile(parse) ?? exchange.History.FileOf(exchange.History.InForce) ?? data.ConfigFile;
            report = report with { Written = Write(exchange.Folder.PathOf(report.Revision), file) };
        }

        return SwapOutput.Write(report, parse.GetValue(_json), data);
    }

    private static List<string> Write(string revision, string file)
    {
        // A link stays one: what it leads to is written.
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        var text = PrivateFile.Read(revision);
        var written = new List<string> { $"{target} says the same now." };
        if (File.Exists(target))
        {
            var kept = string.Create(CultureInfo.InvariantCulture, $"{target}.{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
            PrivateFile.Replace(kept, File.ReadAllBytes(target));
            written.Add($"What it said before is in {kept}.");
        }

        PrivateFile.Replace(target, text);
        return written;
    }
}
