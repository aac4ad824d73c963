using System.Globalization;
using System.Text;

namespace Bulwark.Waf.Acl;

/// <summary>The groups of rules that come with the program, written in SecLang, and how an engine is loaded that a web ACL can decide over.</summary>
public static class BuiltInGroups
{
    /// <summary>The rules that make the others work, and that no mode switches off.</summary>
    internal const string Setup = "setup";

    private const int SettingsRule = 7_710_000;

    private static readonly string[] BuiltIn = ["core", "known-bad-inputs", "admin-paths", "matrix-sanity", "graphql-sanity"];

    /// <summary>The built-in groups in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Names => BuiltIn;

    /// <summary>What <c>settings</c> can set, with the numbers that hold where nothing else is set.</summary>
    public static IReadOnlyDictionary<string, int> DefaultSettings { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["core_max_query_length"] = 8192, // a /sync filter or a GraphQL query by GET is longer than AWS's 2,048
        ["core_max_cookie_length"] = 10_240,
        ["core_max_body_length"] = 1_000_000, // less than SecRequestBodyLimit; AWS's 8,192 would refuse every longer message
        ["core_max_path_length"] = 2048,
        ["matrix_max_event_id_length"] = 255,
        ["matrix_max_transaction_id_length"] = 255,
        ["graphql_max_depth"] = 15,
        ["graphql_max_aliases"] = 30,
        ["graphql_max_root_fields"] = 20,
        ["graphql_max_fields"] = 2000,
        ["graphql_max_batch"] = 10,
        ["graphql_max_duplicates"] = 20,
        ["graphql_max_length"] = 65_536,
        ["graphql_allow_introspection"] = 0,
    };

    /// <summary>Loads an engine with the built-in groups and further rules. It only detects: what is done is for a web ACL to decide.</summary>
    /// <param name="further">Rules of other groups, each added with the name of its group; null for none.</param>
    /// <param name="settings">Other numbers for <see cref="DefaultSettings"/>.</param>
    /// <param name="options">What the engine is told beside its rules.</param>
    /// <exception cref="RuleException">Something in the rules or the settings is wrong; the message tells every problem.</exception>
    public static WafEngine LoadEngine(RuleSources? further = null, IReadOnlyDictionary<string, int>? settings = null, WafOptions? options = null)
    {
        var sources = new RuleSources().AddText("settings", SettingsText(settings ?? DefaultSettings), Setup).AddText("setup", TextOf(Setup), Setup);
        foreach (var group in BuiltIn)
            sources.AddText(group, TextOf(group), group);

        foreach (var source in further?.Sources ?? [])
            sources.Add(source);

        return WafEngine.Load(sources, (options ?? WafOptions.Default) with { IsDecidedOutside = true });
    }

    internal static IReadOnlyList<string> NamesOf(WafEngine engine) =>
        [.. engine.Rules.Select(rule => rule.Group).Where(group => group.Length > 0 && group != Setup).Distinct(StringComparer.Ordinal).OrderBy(PositionOf)];

    private static int PositionOf(string group) => Array.IndexOf(BuiltIn, group) is >= 0 and var position ? position : BuiltIn.Length;

    private static string SettingsText(IReadOnlyDictionary<string, int> settings)
    {
        var unknown = settings.Keys.Where(name => !DefaultSettings.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
            throw new RuleException($"there is no setting {string.Join(", ", unknown.Select(name => $"'{name}'"))} of the built-in groups, only {string.Join(", ", DefaultSettings.Keys)}");

        var text = new StringBuilder($"SecAction \"id:{SettingsRule},phase:1,pass,nolog");
        foreach (var (name, number) in DefaultSettings)
            text.Append(CultureInfo.InvariantCulture, $",setvar:tx.{name}={settings.GetValueOrDefault(name, number)}");

        return text.Append("\"\n").ToString();
    }

    private static string TextOf(string group)
    {
        using var resource = typeof(BuiltInGroups).Assembly.GetManifestResourceStream($"Bulwark.Waf.Groups.{group}.conf")
            ?? throw new InvalidOperationException($"the rules of '{group}' are not in the program");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
