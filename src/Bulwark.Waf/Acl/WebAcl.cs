using Bulwark.Waf.Acl.Compilation;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Exclusions;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Rates;

namespace Bulwark.Waf.Acl;

/// <summary>Decides what becomes of requests: from rules of its own, and from what the SecLang rules of an engine have found.</summary>
/// <remarks>
/// The semantics are those of AWS WAF: rules are asked by their priorities, the first that allows or blocks ends the evaluation, those that count add their
/// labels and headers and evaluation goes on, and when none decides, the default action does. Used by all threads at once.
/// Counts of rate-based rules live as long as the web ACL.
/// </remarks>
/// <example>
/// <code>
/// var engine = BuiltInGroups.LoadEngine(new RuleSources().AddFolder("/usr/share/modsecurity-crs", group: "crs"));
/// var acl = WebAcl.Create(engine, new WebAclOptions { Groups = new Dictionary&lt;string, GroupMode&gt; { ["core"] = GroupMode.Block, ["crs"] = GroupMode.Count } });
/// using var transaction = acl.Begin();
/// transaction.SetRequestLine("GET /?q=1 HTTP/1.1"u8);
/// transaction.EvaluateRequestHeaders();
/// transaction.EvaluateRequestBody();
/// var decision = acl.Decide(transaction);
/// </code>
/// </example>
public sealed class WebAcl
{
    private readonly AclEntry[] _entries;
    private readonly AclAction _default;
    private readonly GroupModes _modes;
    private readonly IReadOnlyList<RateCounts> _counts;
    private readonly Exclusion[] _exclusions;
    private readonly UnseenBytes _unseen;

    private WebAcl(WafEngine engine, AclEntry[] entries, AclAction defaultAction, GroupModes modes, IReadOnlyList<RateCounts> counts, Exclusion[] exclusions)
    {
        _exclusions = exclusions;
        _unseen = new UnseenBytes(engine, exclusions.Length);
        Engine = engine;
        _entries = entries;
        _default = defaultAction;
        _modes = modes;
        _counts = counts;
        HasRules = Array.Exists(entries, entry => entry is not EngineGroup) || defaultAction.Kind == AclActionKind.Block;
        Refuses = Array.Exists(entries, entry => entry is AclRule { Action.Kind: AclActionKind.Block } or OwnRuleGroup { Blocks: true }) || defaultAction.Kind == AclActionKind.Block;
        Groups = BuiltInGroups.NamesOf(engine);
    }

    /// <summary>The engine whose rules are the groups.</summary>
    public WafEngine Engine { get; }

    /// <summary>The names of all groups of SecLang rules.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Whether it has rules of its own beside the groups, or a default action that refuses.</summary>
    public bool HasRules { get; }

    /// <summary>Whether a request can be refused that no group refuses.</summary>
    public bool Refuses { get; }

    /// <summary>Everything that is wrong with options; empty when nothing is.</summary>
    public static IReadOnlyList<WebAclProblem> Check(WafEngine engine, WebAclOptions options, WebAclEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new AclProblems();
        Compile(engine, options, environment, problems);
        new ExclusionCompiler(engine, problems).Compile(options.Exclusions);
        return problems.All;
    }

    /// <summary>Makes a web ACL over an engine that <see cref="BuiltInGroups.LoadEngine"/> has loaded.</summary>
    /// <exception cref="RuleException">Something in the options is wrong; the message tells every problem with its path.</exception>
    public static WebAcl Create(WafEngine engine, WebAclOptions options, WebAclEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new AclProblems();
        var (entries, defaultAction, counts) = Compile(engine, options, environment, problems);
        var exclusions = new ExclusionCompiler(engine, problems).Compile(options.Exclusions);
        problems.ThrowIfAny();
        return new WebAcl(engine, entries, defaultAction, new GroupModes(engine, options.Groups), counts, exclusions);
    }

    /// <summary>Goes on with what the rate-based rules of another web ACL have counted, each whose rule stands here too, the same but for its limit. To be called before
    /// this one is used.</summary>
    public void KeepRates(WebAcl before)
    {
        ArgumentNullException.ThrowIfNull(before);
        foreach (var counts in _counts)
            counts.KeepFrom(before._counts);
    }

    /// <summary>The mode of a group.</summary>
    public GroupMode ModeOf(string group) => _modes[group];

    /// <summary>Changes the mode of a group: for requests that begin from now on.</summary>
    /// <returns>Whether there is such a group.</returns>
    public bool TrySetMode(string group, GroupMode mode)
    {
        if (!Groups.Contains(group, StringComparer.Ordinal))
            return false;

        _modes.Set(group, mode);
        return true;
    }

    /// <summary>Begins a transaction in which the rules of groups that are off are not asked.</summary>
    /// <param name="uniqueId">What logs call it; a random one is made when it is empty.</param>
    public Transaction Begin(ReadOnlySpan<byte> uniqueId = default)
    {
        var transaction = Engine.Begin(uniqueId);
        transaction.State.RemoveRules(_modes.Off);
        transaction.State.AllExclusions = _exclusions;
        return transaction;
    }

    /// <summary>Decides about a request whose phases 1 and 2 have been evaluated.</summary>
    /// <param name="transaction">The request.</param>
    /// <param name="modeOf">The mode of a group for this request, from its name and its mode; for requests that are treated otherwise than most. It cannot
    /// switch on what was off when the request began.</param>
    /// <param name="explains">Whether every step is taken down.</param>
    /// <param name="countsRates">Whether rate-based rules count the request; false for one that is decided about a second time, and then they do not match.</param>
    public FirewallDecision Decide(Transaction transaction, Func<string, GroupMode, GroupMode>? modeOf = null, bool explains = false, bool countsRates = true)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        _unseen.Add(transaction.State);
        var request = new AclRequest(transaction.State, ModesFor(modeOf), AclScope.Request(explains, countsRates));
        return Decide(request, _entries, _default);
    }

    /// <summary>Decides about a response whose phases 3 and 4 have been evaluated: only groups look at responses, and what none refuses passes.</summary>
    /// <inheritdoc cref="Decide(Transaction, Func{string, GroupMode, GroupMode}?, bool, bool)" path="/param"/>
    public FirewallDecision DecideResponse(Transaction transaction, Func<string, GroupMode, GroupMode>? modeOf = null, bool explains = false)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var request = new AclRequest(transaction.State, ModesFor(modeOf), AclScope.Response(explains));
        return Decide(request, _entries.OfType<EngineGroup>(), AclAction.Allow);
    }

    /// <summary>What rules did not look at because of exclusions, in requests that were decided since the last call.</summary>
    public UnseenReport TakeUnseen() => _unseen.Take();

    private Func<string, GroupMode> ModesFor(Func<string, GroupMode, GroupMode>? modeOf) =>
        modeOf is null ? ModeOf : group => modeOf(group, _modes[group]);

    private static (AclEntry[] Entries, AclAction Default, IReadOnlyList<RateCounts> Counts) Compile(WafEngine engine, WebAclOptions options, WebAclEnvironment? environment, AclProblems problems)
    {
        if (engine.Rules.Any(rule => rule.Group.Length == 0))
            problems.Add("engine", "has rules that belong to no group, so nothing would come of them");

        var statements = new StatementCompiler(problems, environment ?? WebAclEnvironment.Default, new IpSetTable(problems, options.IpSets));
        var compiler = new WebAclCompiler(problems, new RuleNames(engine.Rules), BuiltInGroups.NamesOf(engine), statements);
        return (compiler.Compile(options), compiler.CompileDefault(options.DefaultAction), statements.Counts);
    }

    private static FirewallDecision Decide(AclRequest request, IEnumerable<AclEntry> entries, AclAction defaultAction)
    {
        foreach (var entry in entries)
        {
            if (entry.Evaluate(request) is { } outcome)
                return DecisionOf(request, outcome);
        }

        request.Steps?.Add(new AclStep(Rule: null, Group: null, "default action", IsMatch: true, defaultAction.Kind == AclActionKind.Block ? "block" : "allow"));
        return DecisionOf(request, new AclOutcome(defaultAction, Rule: null, Group: null, GroupRule: null));
    }

    private static FirewallDecision DecisionOf(AclRequest request, AclOutcome outcome)
    {
        var isBlocked = outcome.Action.Kind == AclActionKind.Block;
        var inserted = outcome.Rule is null && !isBlocked ? [.. request.InsertHeaders, .. outcome.Action.InsertHeaders] : request.InsertHeaders;
        return new FirewallDecision
        {
            IsBlocked = isBlocked,
            Rule = outcome.Rule,
            Group = outcome.Group,
            GroupRule = outcome.GroupRule,
            Response = isBlocked ? outcome.Action.Response : null,
            Matches = request.Matches,
            Labels = request.Labels.All.Count <= FirewallDecision.MaxLabels ? request.Labels.All : [.. request.Labels.All.Take(FirewallDecision.MaxLabels)],
            InsertHeaders = isBlocked ? [] : inserted,
            Steps = (IReadOnlyList<AclStep>?)request.Steps ?? [],
            IsBudgetExceeded = request.IsIncomplete,
            AnomalyThreshold = request.State.AnomalyThreshold,
        };
    }
}
