using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Evaluation.Compilation;
using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf;

/// <summary>Rules in the language of ModSecurity (SecLang), loaded and ready: the OWASP Core Rule Set runs on it unmodified.</summary>
/// <remarks>Immutable but for what rules remember from request to request (<c>IP</c>, <c>SESSION</c>); used by all threads at once. To change rules, load another engine.</remarks>
/// <example>
/// <code>
/// var engine = WafEngine.Load(new RuleSources().AddFolder("/usr/share/modsecurity-crs"));
/// using var transaction = engine.Begin();
/// transaction.SetRequestLine("GET /?q=1 HTTP/1.1"u8);
/// transaction.AddRequestHeader("Host"u8, "example.org"u8);
/// var interruption = transaction.EvaluateRequestHeaders() ?? transaction.EvaluateRequestBody();
/// </code>
/// </example>
public sealed class WafEngine
{
    // More idle transactions than this are not kept; each holds buffers.
    private const int MaxIdle = 64;

    private readonly EnginePlan _plan;
    private readonly EngineSettings _settings;
    private readonly WafOptions _options;
    private readonly byte[] _webAppId;
    private readonly DataLimits _limits;
    private readonly bool _writesBodyFacts;
    private readonly PersistentCollections _persistent;
    private readonly ConcurrentBag<TransactionState> _idle = [];

    private WafEngine(EnginePlan plan, EngineSettings settings, WafOptions options)
    {
        _plan = plan;
        _settings = settings;
        _options = options;
        _webAppId = System.Text.Encoding.UTF8.GetBytes(settings.WebAppId);
        _limits = settings.Limits with { ReadsUnknownBodies = settings.Limits.ReadsUnknownBodies || options.IsDecidedOutside };
        _writesBodyFacts = BodyFacts.Names.Any(name => plan.Rules.TxNames.TryFind(name.Span, out _));
        _persistent = new PersistentCollections(options.Time, settings.CollectionTimeout, options.MaxCollections);
    }

    /// <summary>Loads rules from files, folders and memory.</summary>
    /// <exception cref="RuleException">Something in them cannot be loaded; the message tells every problem with its file and line.</exception>
    public static WafEngine Load(RuleSources sources, WafOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var rules = RuleSetReader.Read(sources.Sources, out var groups);
        var compiled = RuleCompiler.Compile(rules, groups);
        options ??= WafOptions.Default;
        return new WafEngine(options.IsReference ? EnginePlan.Reference(compiled) : EnginePlan.Build(compiled, options.MatcherMemory), rules.Settings, options);
    }

    /// <summary>Loads the OWASP Core Rule Set from a folder; see <see cref="RuleSources.AddFolder"/>.</summary>
    /// <exception cref="RuleException">Something in it cannot be loaded; the message tells every problem with its file and line.</exception>
    public static WafEngine LoadFolder(string path, WafOptions? options = null) => Load(new RuleSources().AddFolder(path), options);

    /// <summary>What every rule says of itself, in the order of evaluation.</summary>
    public IEnumerable<RuleInfo> Rules => _plan.Rules.All.Select(rule => rule.Info);

    /// <summary>How rule sets call themselves (<c>SecComponentSignature</c>).</summary>
    public IReadOnlyList<string> Components => _settings.Components;

    /// <summary>Begins a transaction.</summary>
    /// <param name="uniqueId">What logs call it (<c>UNIQUE_ID</c>); a random one is made when it is empty.</param>
    public Transaction Begin(ReadOnlySpan<byte> uniqueId = default)
    {
        if (!_idle.TryTake(out var state))
            state = new TransactionState(new TransactionData(_options.Time), _plan, _persistent);

        state.Data.Begin(_limits);
        state.Data.SetUniqueId(uniqueId.IsEmpty ? RandomId(stackalloc byte[32]) : uniqueId);
        state.Data.SetScalar(VariableKind.WebappId, _webAppId);
        state.OnlyDetects = _options.IsDecidedOutside;
        state.Mode = _options.IsDecidedOutside ? RuleEngineMode.DetectionOnly : _settings.RuleEngine;
        state.ReadsRequestBody = _settings.RequestBodyAccess || _options.IsDecidedOutside;
        state.ReadsResponseBody = _settings.ResponseBodyAccess;
        state.Budget.Reset(_options.Budget);
        return new Transaction(this, state);
    }

    internal EnginePlan Plan => _plan;

    /// <summary>Bytes that all automata have taken for what they have learned.</summary>
    internal long MatcherMemory => _plan.Memory.Used;

    /// <summary>Forgets what automata have learned, so that the next request meets what the first one met.</summary>
    internal void Forget() => _plan.Forget();

    internal long BudgetOf(int length) => (long)length * _options.BudgetPerByte;

    internal Interruption? Evaluate(TransactionState state, RulePhase phase)
    {
        // Rules count on what those of phase 1 have set.
        if (state.LastPhase >= phase || (state.LastPhase == default && phase != RulePhase.RequestHeaders))
            throw new InvalidOperationException($"Phase {(int)phase} cannot follow {(state.LastPhase == default ? "the beginning" : $"phase {(int)state.LastPhase}")}");

        state.LastPhase = phase;
        if (phase == RulePhase.RequestBody && _writesBodyFacts && state.Mode != RuleEngineMode.Off)
            state.BodyFacts.Write(state);

        if (phase == RulePhase.RequestHeaders)
        {
            foreach (var exclusion in state.AllExclusions)
                exclusion.Apply(state);
        }

        if (state.Interruption is null)
            PhaseEvaluator.Evaluate(state, phase, _plan[phase]);

        return state.Interruption;
    }

    internal void EvaluateLogging(TransactionState state) => PhaseEvaluator.Evaluate(state, RulePhase.Logging, _plan[RulePhase.Logging]);

    internal void Return(TransactionState state)
    {
        state.Reset();
        if (_idle.Count < MaxIdle)
            _idle.Add(state);
    }

    private static ReadOnlySpan<byte> RandomId(Span<byte> buffer)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        Convert.TryToHexStringLower(random, buffer, out _);
        return buffer;
    }
}
