using System.Globalization;
using Bulwark.Core;
using Bulwark.Waf;
using Bulwark.Waf.Acl;

namespace Bulwark.Proxy.Firewall.Rules;

/// <summary>
/// The rule sets of this process. One that is in use, and whose files have not changed, is used again: settings are applied often and rules change seldom, and both tiers of a process
/// need most of them.
/// </summary>
internal sealed class RuleSetShelf
{
    /// <summary>The rules of our own that tell the Core Rule Set what the settings say.</summary>
    private const int SettingsRule = 7_719_900;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    public static RuleSetShelf OfProcess { get; } = new();

    /// <summary>The rules that settings name.</summary>
    /// <param name="crs">The Core Rule Set beside those that come with the program; null for none.</param>
    /// <param name="isLocal">Whether <c>localhost</c> is a name of this instance: then a request for it is nothing strange.</param>
    /// <param name="time">The clock of the rules.</param>
    /// <param name="answers">Directives about the inspection of answers.</param>
    /// <exception cref="OperatorException">They do not load; the message tells every problem.</exception>
    public WafEngine Load(CoreRuleSetOptions? crs, bool isLocal, TimeProvider time, string answers = "")
    {
        lock (_lock)
        {
            _entries.RemoveAll(entry => !entry.Engine.TryGetTarget(out _));
            foreach (var entry in _entries)
            {
                if (entry.Crs == crs && entry.IsLocal == isLocal && entry.Answers == answers && ReferenceEquals(entry.Time, time) && entry.Engine.TryGetTarget(out var found) && HashOf(crs, entry.Files) == entry.Hash)
                    return found;
            }

            return LoadAnew(crs, isLocal, time, answers);
        }
    }

    private WafEngine LoadAnew(CoreRuleSetOptions? crs, bool isLocal, TimeProvider time, string answers)
    {
        try
        {
            // Hashed before and after: rules that somebody replaces while they are read are read again next time.
            var before = HashOf(crs, []);
            var engine = BuiltInGroups.LoadEngine(SourcesOf(crs, isLocal, answers), options: new WafOptions { Time = time });
            IReadOnlyList<string> files = crs is null ? [] : [.. engine.Rules.Where(rule => rule.Group == CoreRuleSetOptions.Group).Select(rule => rule.Location.File).Distinct(StringComparer.Ordinal)];
            if (HashOf(crs, []) == before)
                _entries.Add(new Entry(crs, isLocal, time, answers, files, HashOf(crs, files), new WeakReference<WafEngine>(engine)));

            return engine;
        }
        catch (RuleException e)
        {
            throw new OperatorException($"The rules of the firewall do not load:\n{e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The rules of the firewall cannot be read: {e.Message}", e);
        }
    }

    private static string HashOf(CoreRuleSetOptions? crs, IEnumerable<string> files) => crs is null
        ? ""
        : RuleFiles.Hash([.. RuleFiles.Of(crs.Folder), .. crs.Setup is { } setup ? [setup] : Array.Empty<string>(), .. files.Where(Path.IsPathRooted)]);

    private static RuleSources SourcesOf(CoreRuleSetOptions? crs, bool isLocal, string answers)
    {
        var sources = new RuleSources();
        if (isLocal)
            sources.AddText("hosts", "SecRuleRemoveByTag bulwark/known-bad-inputs/Host_localhost_HEADER\n");

        if (crs is null)
            return sources;

        if (crs.Setup is { } setup)
            sources.AddFile(setup, CoreRuleSetOptions.Group);

        sources.AddText("the settings of crs", SettingsOf(crs), CoreRuleSetOptions.Group);
        if (crs.Profile == CoreRuleSetProfile.Chat)
            sources.AddChatProfile(CoreRuleSetOptions.Group);

        var rules = Path.Combine(crs.Folder, "rules");
        sources.AddFolder(crs.Setup is not null && Directory.Exists(rules) ? rules : crs.Folder, CoreRuleSetOptions.Group);
        return sources.AddText("the settings of answers", answers, CoreRuleSetOptions.Group);
    }

    /// <summary>Version 3 and 4 have different names for it.</summary>
    private static string SettingsOf(CoreRuleSetOptions crs) => crs.Paranoia is { } level
        ? string.Create(CultureInfo.InvariantCulture, $"SecAction \"id:{SettingsRule},phase:1,pass,nolog,setvar:tx.paranoia_level={level},setvar:tx.blocking_paranoia_level={level}\"\n")
        : "";

    private sealed record Entry(CoreRuleSetOptions? Crs, bool IsLocal, TimeProvider Time, string Answers, IReadOnlyList<string> Files, string Hash, WeakReference<WafEngine> Engine);
}
