using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall.Acl;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall;

/// <summary>
/// The web application firewall: section <c>waf</c> of the edge, and of the load balancer for peers that are no edge. What it finds stands in <c>log/waf.jsonl</c> (of the load
/// balancer: <c>log/waf-load-balancer.jsonl</c>): rules and the names, lengths and keyed hashes of what matched, never a value.
/// </summary>
public sealed record FirewallOptions : IConfigSection
{
    private const int MostExclusions = 200;
    private const int LeastBody = 16 * 1024;
    private const int MostBody = 16 * 1024 * 1024;

    /// <summary>The mode of each group of rules.</summary>
    public FirewallGroupOptions Groups { get; set; } = new();

    /// <summary>
    /// Rules of your own, as in a web ACL of AWS WAF: asked in the order of their priorities, before the groups unless one of them refers to a group. The first that allows or blocks
    /// decides; those that count are logged and go on.
    /// </summary>
    public IReadOnlyList<AclRuleOptions> Rules { get; set; } = [];

    /// <summary>Sets of addresses and networks, by the names under which <c>rules</c> refer to them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> IpSets { get; set; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What happens to a request about which no rule and no group decides: <c>allow</c>, or <c>block</c> with an answer.</summary>
    public AclActionOptions DefaultAction { get; set; } = new() { Kind = AclActionKind.Allow };

    /// <summary>The OWASP Core Rule Set beside the groups that come with the program. Default: none.</summary>
    public CoreRuleSetOptions? Crs { get; set; }

    /// <summary>What of answers is inspected. Default: nothing.</summary>
    public FirewallAnswerOptions Answers { get; set; } = new();

    /// <summary>
    /// The largest body that is inspected, in bytes; it is held until the verdict. All held bodies of a process together have 256 MiB; what finds no room is answered with 503, and
    /// a client that has 32 MiB of it already with 429.
    /// Uploads of media are not held: their headers, their file name and how they begin are inspected.
    /// </summary>
    public int BodyBytes { get; set; } = 1024 * 1024;

    /// <summary><c>refuse</c>: a larger body is answered with 413. <c>count</c>: what exceeds the limit passes without being inspected, and is logged. A message of a GraphQL WebSocket that is larger closes it.</summary>
    public FirewallOversize Oversize { get; set; } = FirewallOversize.Refuse;

    /// <summary>Places of requests at which some rules do not look. Default: none but those that the profile of <c>crs</c> brings.</summary>
    public IReadOnlyList<FirewallExclusionOptions> Exclusions { get; set; } = [];

    /// <summary>
    /// <c>consented</c>: the members have agreed that values which rules matched, also of what they write to each other, are kept for seven days in <c>log/waf-samples.*</c>, encrypted to
    /// the key <c>secrets/waf-samples.key</c>; <c>bulwark waf samples</c> shows them. Passwords, tokens, cookies and codes are never kept, and nothing of a request that signs in.
    /// <c>off</c>: no value is kept anywhere.
    /// </summary>
    public FirewallSample Sample { get; set; } = FirewallSample.Off;

    /// <summary>Loads the rules, as a tier does that takes these settings over; validation leaves that out, because it would read the folder of the Core Rule Set each time.</summary>
    /// <param name="hosts">The names of the instance.</param>
    /// <returns>Why they do not load; null when they do.</returns>
    public string? FindRuleProblem(IReadOnlyList<string> hosts)
    {
        try
        {
            FirewallAcl.Create(this, hosts, TimeProvider.System);
            return null;
        }
        catch (OperatorException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        foreach (var error in Groups.Validate(at["groups"]).Concat(Crs?.Validate(at["crs"]) ?? []).Concat(Exclusions.SelectMany((exclusion, i) => exclusion.Validate(at["exclusions"][i]))))
            yield return error;

        foreach (var error in Answers.Validate(at["answers"]).Concat(FirewallAcl.ProblemsOf(this, at)))
            yield return error;

        if (Exclusions.Count > MostExclusions)
            yield return at["exclusions"].Error($"has {Exclusions.Count} entries: {MostExclusions} at most");

        if (BodyBytes is < LeastBody or > MostBody)
            yield return at["bodyBytes"].Error($"{BodyBytes} is out of range: {LeastBody} to {MostBody}");

        if (Answers.Inspect != FirewallAnswers.Off && Crs is null)
            yield return at["answers"]["inspect"].Warning("finds nothing: only the OWASP Core Rule Set has rules about answers, and 'crs' names none");

        if (Oversize == FirewallOversize.Count)
            yield return at["oversize"].Warning("is 'count': whoever makes a body large enough gets the end of it past the rules");

        if (Sample == FirewallSample.Consented)
            yield return at["sample"].Warning("is 'consented': what members write is kept for seven days when a rule matched it, and the operator can read it; this needs the consent of all of them");
    }
}
