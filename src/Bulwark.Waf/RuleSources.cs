namespace Bulwark.Waf;

/// <summary>Where rules come from, in the order in which they are read.</summary>
/// <example><c>new RuleSources().AddFolder("/usr/share/modsecurity-crs").AddText("own rules", "SecRuleEngine On")</c></example>
public sealed class RuleSources
{
    private readonly List<RuleSource> _sources = [];

    internal IReadOnlyList<RuleSource> Sources => _sources;

    /// <summary>Adds a file of rules; what it includes is found beside it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="group">What a web ACL calls its rules (<see cref="RuleInfo.Group"/>).</param>
    public RuleSources AddFile(string path, string group = "") => Add(new RuleSource(path, Text: null, group));

    /// <summary>Adds rules that are not in a file.</summary>
    /// <param name="name">What stands for the file in messages.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="group">What a web ACL calls them (<see cref="RuleInfo.Group"/>).</param>
    public RuleSources AddText(string name, string rules, string group = "") => Add(new RuleSource(name, rules, group));

    /// <summary>Adds a folder with the OWASP Core Rule Set, as it was unpacked or as Debian installs it.</summary>
    /// <remarks>
    /// A folder with an <c>owasp-crs.load</c> (Debian) is read by that file. In any other one comes <c>crs-setup.conf</c> first
    /// (<c>crs-setup.conf.example</c> when there is no other), then the rules of <c>rules</c> in ordinal order, between the
    /// <c>*-config.conf</c>, <c>*-before.conf</c> and the <c>*-after.conf</c> of <c>plugins</c>. A folder without <c>rules</c> is read as one that holds the rules itself.
    /// </remarks>
    /// <param name="path">The folder.</param>
    /// <param name="group">What a web ACL calls its rules (<see cref="RuleInfo.Group"/>).</param>
    /// <exception cref="RuleException">There is no such folder, or no rules in it.</exception>
    public RuleSources AddFolder(string path, string group = "")
    {
        foreach (var file in RuleFolder.FilesOf(path))
            AddFile(file, group);

        return this;
    }

    internal RuleSources Add(RuleSource source)
    {
        _sources.Add(source);
        return this;
    }
}
