using System.Net;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// A listener rule: every condition that is given has to hold, and of the values of a condition one. It has exactly one action. The rules come in their order, before the public path
/// table; paths that must not exist in public are refused before any of them.
/// </summary>
public sealed record RuleOptions : IConfigSection
{
    private const int MostConditions = 10;
    private const int MostGroups = 5;

    /// <summary>Host names, with <c>*</c> and <c>?</c>, compared without regard to case.</summary>
    public IReadOnlyList<string> Host { get; set; } = [];

    /// <summary>
    /// Paths, with <c>*</c> and <c>?</c>, compared with case and as the client wrote them. A rule that answers fits a percent-encoded spelling too. A rule that forwards needs
    /// this condition, and each pattern begins with a letter or digit after its slash: no rule forwards everything.
    /// </summary>
    public IReadOnlyList<string> Path { get; set; } = [];

    /// <summary>Request methods, compared with case.</summary>
    public IReadOnlyList<string> Method { get; set; } = [];

    /// <summary>Conditions on headers, all of which have to hold.</summary>
    public IReadOnlyList<HeaderConditionOptions> Headers { get; set; } = [];

    /// <summary>Conditions on parameters of the query, all of which have to hold.</summary>
    public IReadOnlyList<QueryConditionOptions> Query { get; set; } = [];

    /// <summary>Networks that the client's address is in, such as <c>192.0.2.0/24</c>.</summary>
    public IReadOnlyList<string> SourceAddress { get; set; } = [];

    /// <summary>Action: the target groups that share the requests.</summary>
    public IReadOnlyList<ForwardOptions> Forward { get; set; } = [];

    /// <summary>Action: a redirect.</summary>
    public RedirectOptions? Redirect { get; set; }

    /// <summary>Action: an answer word by word.</summary>
    public FixedResponseOptions? FixedResponse { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        .. ConditionValues.Validate(at["host"], Host, WildcardPattern.Problem),
        .. ConditionValues.Validate(at["path"], Path, PathProblem),
        .. ConditionValues.Validate(at["method"], Method, MethodProblem),
        .. ConditionValues.Validate(at["sourceAddress"], SourceAddress, NetworkProblem),
        .. ValidateParts(at["headers"], Headers), .. ValidateParts(at["query"], Query), .. ValidateParts(at["forward"], Forward),
        .. Redirect?.Validate(at["redirect"]) ?? [], .. FixedResponse?.Validate(at["fixedResponse"]) ?? [],
        .. ValidateAction(at),
    ];

    private IEnumerable<ConfigError> ValidateAction(ConfigPath at)
    {
        var actions = (Forward.Count > 0 ? 1 : 0) + (Redirect is null ? 0 : 1) + (FixedResponse is null ? 0 : 1);
        if (actions != 1)
            yield return at.Error("takes exactly one of forward, redirect and fixedResponse");

        if (Headers.Count > MostConditions)
            yield return at["headers"].Error($"has {Headers.Count} conditions: at most {MostConditions} are allowed");

        if (Query.Count > MostConditions)
            yield return at["query"].Error($"has {Query.Count} conditions: at most {MostConditions} are allowed");

        if (Forward.Count == 0)
            yield break;

        if (Forward.Count > MostGroups)
            yield return at["forward"].Error($"has {Forward.Count} target groups: at most {MostGroups} are allowed");

        if (Forward.All(group => group.Weight <= 0))
            yield return at["forward"].Error("has no target group with a weight above 0");

        if (Path.Count == 0)
            yield return at["path"].Error("is missing: a rule that forwards says which paths, so that none reaches a tier that nobody thought of");

        for (var i = 0; i < Path.Count; i++)
        {
            if (Path[i] is ['/', '*' or '?', ..] or ['*' or '?', ..])
                yield return at["path"][i].Error($"'{Path[i]}' fits nearly every path: a rule that forwards names its paths from their start");
        }
    }

    private static IEnumerable<ConfigError> ValidateParts(ConfigPath at, IReadOnlyList<IConfigSection> parts) => parts.SelectMany((part, i) => part.Validate(at[i]));

    private static string? PathProblem(string value) =>
        WildcardPattern.Problem(value) ?? (value is ['/' or '*', ..] ? value.AsSpan().ContainsAny('#', ' ') ? "has a character that no path has" : null : "does not start with '/' or '*'");

    private static string? MethodProblem(string value) => Names.IsToken(value) ? null : "is not a method";

    private static string? NetworkProblem(string value) => IPNetwork.TryParse(value, out _) ? null : "is not a network such as '192.0.2.0/24'";
}
