using Bulwark.Waf.Acl.Exclusions;
using Bulwark.Waf.Actions;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>Everything that rules read and write while they are evaluated for one request. Kept in a pool; one thread at a time.</summary>
internal sealed class TransactionState : IOperatorContext
{
    private readonly PersistentCollections _persistent;
    private readonly PersistentCollections.Key?[] _collections = new PersistentCollections.Key?[VariableTable.Count];
    private readonly ByteBuffer _macro = new();
    private readonly Captures _captures = new();
    private readonly EngineRules _rules;
    private readonly RuleMask _removedRules;
    private readonly RuleMask _rulesWithRemovedTargets;
    private readonly List<RemoveTargetEffect> _removedTargets = [];
    private readonly List<RemovePathEffect> _removedPaths = [];
    private readonly AnomalyScore _score;
    private readonly SourceAnswers[] _answers;
    private readonly ValueExaminer _examiner;

    public TransactionState(TransactionData data, EnginePlan plan, PersistentCollections persistent)
    {
        Data = data;
        Tx = new TxCollection(plan.Rules.TxNames);
        BodyFacts = new BodyFacts(plan.Rules.TxNames);
        _persistent = persistent;
        _rules = plan.Rules;
        _score = new AnomalyScore(plan.Rules.TxNames);
        _removedRules = new RuleMask(plan.Rules.All.Count);
        _rulesWithRemovedTargets = new RuleMask(plan.Rules.All.Count);
        _answers = [.. plan.Sources.Select(source => new SourceAnswers(source.Questions.Words))];
        _examiner = new ValueExaminer(this);
    }

    public TransactionData Data { get; }

    public TxCollection Tx { get; }

    public MatchedValues Matched { get; } = new();

    public EvaluationBudget Budget { get; } = new();

    /// <summary><c>ENV</c>: what <c>setenv</c> has set.</summary>
    public ValueStore Environment { get; } = new();

    /// <summary>Whether somebody else decides, so that no rule may switch the engine on.</summary>
    public bool OnlyDetects { get; set; }

    public RuleEngineMode Mode
    {
        get;
        set => field = value == RuleEngineMode.On && OnlyDetects ? RuleEngineMode.DetectionOnly : value;
    }

    /// <summary>What matching may cost; a field, because it is changed in place.</summary>
    public MatchBudget Matching = new();

    /// <summary>What the engine finds out about bodies by itself.</summary>
    public BodyFacts BodyFacts { get; }

    /// <summary>Whether request bodies are read: <c>SecRequestBodyAccess</c>, then what <c>ctl:requestBodyAccess</c> says.</summary>
    public bool ReadsRequestBody { get; set; }

    /// <summary>Whether response bodies are read: <c>SecResponseBodyAccess</c>, then what <c>ctl:responseBodyAccess</c> says.</summary>
    public bool ReadsResponseBody { get; set; }

    /// <summary>The phase that was evaluated last; 0 before the first.</summary>
    public RulePhase LastPhase { get; set; }

    /// <summary>What <c>allow</c> has let pass.</summary>
    public AllowScope Allowed { get; set; }

    /// <summary>The rule that is being evaluated, for <c>RULE</c>.</summary>
    public EngineRule? Rule { get; set; }

    /// <summary><c>HIGHEST_SEVERITY</c>: the worst severity of a rule that matched; 255 while none did.</summary>
    public int HighestSeverity { get; private set; } = 255;

    /// <summary>What rules of the Core Rule Set have added up so far.</summary>
    public int AnomalyScore => _score.Of(Tx);

    /// <summary>The score at which they refuse a request; null where there is none.</summary>
    public int? AnomalyThreshold => _score.ThresholdOf(Tx);

    public List<RuleMatch> Matches { get; } = [];

    /// <summary>Rules that would interrupt the request and are not to be logged: a web ACL has to know of them.</summary>
    public List<RuleMatch> SilentDecisions { get; } = [];

    /// <summary>What a rule has decided; null while none did.</summary>
    public Interruption? Interruption { get; set; }

    /// <summary>What a rule would have decided first if the engine were on.</summary>
    public Interruption? WouldInterrupt { get; set; }

    /// <summary>Values that are made only to be looked at by the current rule.</summary>
    public ValueStore Scratch { get; } = new();

    /// <summary>The same, for macros, which may be replaced while a rule looks at <see cref="Scratch"/>.</summary>
    public ValueStore MacroScratch { get; } = new();

    /// <summary>The two buffers between which transformations write.</summary>
    public (ByteBuffer First, ByteBuffer Second) Transformed { get; } = (new(), new());

    /// <summary>Whether the current operator's captures are wanted.</summary>
    public bool WantsCaptures { get; set; }

    Captures? IOperatorContext.Captures => WantsCaptures ? _captures : null;

    /// <summary>What the last operator captured.</summary>
    public Captures Captured => _captures;

    public ReadOnlySpan<byte> Expand(MacroText text)
    {
        if (text.Parts.Count == 0)
            return [];

        if (text.Parts.Count == 1 && text.Parts[0].Variable is null)
            return text.Parts[0].Literal.Span;

        _macro.Clear();
        MacroReader.Append(this, text, _macro);
        return _macro.WrittenSpan;
    }

    /// <summary>A copy that lives as long as the transaction.</summary>
    public ByteSlice Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 1024 && !Budget.TryTake(bytes.Length)) // what rules remember is bounded by what they may cost
            return ByteSlice.Empty;

        return Data.Arena.Add(bytes);
    }

    public ByteSlice Remember(int number) => NumberText.Of(number, Data.Arena);

    public void RaiseSeverity(Severity severity) => HighestSeverity = Math.Min(HighestSeverity, (int)severity);

    public void SetEnvironment(ByteSlice name, ByteSlice value)
    {
        for (var i = 0; i < Environment.Count; i++)
        {
            if (!NameText.AreEqual(Environment[i].Name.Span, name.Span))
                continue;

            Environment.Set(i, new NamedValue(name, value));
            return;
        }

        Environment.Add(new NamedValue(name, value));
    }

    public void OpenCollection(VariableKind kind, ReadOnlySpan<byte> key) => _collections[(int)kind] = PersistentCollections.KeyOf(kind, key);

    public PersistentCollection? FindCollection(VariableKind kind) => _collections[(int)kind] is { } key ? _persistent.Find(key) : null;

    public PersistentCollection? FindOrAddCollection(VariableKind kind) => _collections[(int)kind] is { } key ? _persistent.FindOrAdd(key) : null;

    public bool IsRemoved(EngineRule rule) => _removedRules[rule.Number];

    public void RemoveRules(RuleMask rules) => _removedRules.Add(rules);

    public void RemoveGroupOf(EngineRule rule) => _removedRules.Add(_rules.RulesOf(rule.SwitchableGroup));

    public void RemoveTarget(RemoveTargetEffect removal)
    {
        if (_removedTargets.Contains(removal))
            return;

        _removedTargets.Add(removal);
        _rulesWithRemovedTargets.Add(removal.Rules);
    }

    public void RemovePath(RemovePathEffect removal)
    {
        if (_removedPaths.Contains(removal))
            return;

        _removedPaths.Add(removal);
        _rulesWithRemovedTargets.Add(removal.Rules);
    }

    /// <summary>What rules have taken away from others in JSON bodies.</summary>
    public IReadOnlyList<RemovePathEffect> RemovedPaths => _removedPaths;

    /// <summary>The exclusions of the web ACL. They apply before the first rule is asked.</summary>
    public Exclusion[] AllExclusions { get; set; } = [];

    /// <summary>The exclusions of the web ACL that this request is one of.</summary>
    public List<Exclusion> Exclusions { get; } = [];

    /// <summary>Whether values were taken away from the rule in this transaction; <see cref="IsTargetRemoved"/> tells which.</summary>
    public bool HasRemovedTargets(EngineRule rule) => _rulesWithRemovedTargets[rule.Number];

    /// <summary>Whether a link of a rule does not look at a value.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="link">The link.</param>
    /// <param name="target">How the rule comes to the value.</param>
    /// <param name="name">What selects the value inside the collection.</param>
    /// <param name="index">Its number in the store of its variable; for arguments it tells where in a JSON body the value lies.</param>
    public bool IsTargetRemoved(EngineRule rule, EngineLink link, TargetSelector target, ReadOnlySpan<byte> name, int index)
    {
        foreach (var removal in _removedTargets)
        {
            if (removal.Concerns(rule, link) && removal.Target.TakesAway(target, name))
                return true;
        }

        return (_removedPaths.Count > 0 && IsPathRemoved(rule, target.Kind, index)) || (target.Kind == VariableKind.RequestBody && IsFormRemoved(rule));
    }

    /// <summary>The whole text of a form holds the fields that rules do not look at; its other fields they see one by one.</summary>
    private bool IsFormRemoved(EngineRule rule) =>
        Data.RequestBodyFormat is BodyFormat.UrlEncoded or BodyFormat.Multipart && Exclusions.Exists(exclusion => exclusion.IsFieldFor(rule));

    private bool IsPathRemoved(EngineRule rule, VariableKind kind, int index)
    {
        if (kind is not (VariableKind.Args or VariableKind.ArgsPost))
            return false;

        foreach (var removal in _removedPaths)
        {
            if (removal.Rules[rule.Number] && removal.Path.Matches(Data.JsonPath(index).Span))
                return true;
        }

        return false;
    }

    /// <summary>Whether the target was taken away as a whole: what counts values (<c>&amp;ARGS:x</c>) is then not asked at all.</summary>
    public bool IsWholeTargetRemoved(EngineRule rule, EngineLink link, TargetSelector target)
    {
        foreach (var removal in _removedTargets)
        {
            if (removal.Concerns(rule, link) && removal.Target.TakesAway(target))
                return true;
        }

        return false;
    }

    /// <summary>What the values of a source answer; they are looked at when the first rule asks.</summary>
    public SourceAnswers AnswersOf(Source source)
    {
        var answers = _answers[source.Number];
        if (!answers.IsKnown)
            Examine(source, answers);

        return answers;
    }

    private void Examine(Source source, SourceAnswers answers)
    {
        Span<ulong> bits = stackalloc ulong[ValueExaminer.MostWords];
        bits = bits[..source.Questions.Words];
        answers.IsKnown = true;
        answers.View = source.IsXmlAttributes ? Data.XmlAttributes : Data.View(source.Kind);
        for (var i = 0; i < answers.View.Count && !Budget.IsExceeded; i++)
        {
            if (source.Name is { } name && !NameText.AreEqual(answers.View.NameAt(i).Span, name.Span))
                continue;

            _examiner.Examine(source.Questions, answers.View.ValueAt(i).Span, bits);
            answers.Add(i, bits);
        }
    }

    /// <summary>Forgets the request.</summary>
    public void Reset()
    {
        Data.Reset();
        Tx.Clear();
        Matched.Clear();
        Matches.Clear();
        SilentDecisions.Clear();
        Environment.Clear();
        Scratch.Clear();
        MacroScratch.Clear();
        _collections.AsSpan().Clear();
        _removedRules.Clear();
        _rulesWithRemovedTargets.Clear();
        _removedTargets.Clear();
        _removedPaths.Clear();
        Exclusions.Clear();
        AllExclusions = [];
        _captures.Shrink();
        _macro.Shrink();
        _examiner.Shrink();
        Transformed.First.Shrink();
        Transformed.Second.Shrink();
        foreach (var answers in _answers)
            answers.Clear();

        Matching = new MatchBudget();
        Allowed = AllowScope.None;
        LastPhase = default;
        Rule = null;
        HighestSeverity = 255;
        Interruption = null;
        WouldInterrupt = null;
    }
}
