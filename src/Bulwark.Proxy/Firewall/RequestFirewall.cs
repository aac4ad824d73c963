using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall.Acl;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Proxy.Firewall.Members;
using Bulwark.Proxy.Firewall.Promotion;
using Bulwark.Proxy.Firewall.Samples;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Proxy.Forwarding;
using Bulwark.Waf;
using Bulwark.Waf.Acl;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall;

/// <summary>The firewall as one reading of the settings describes it: rules, and how far each group of them may go.</summary>
public sealed class RequestFirewall
{
    /// <summary>The most memory for bodies that wait for their verdict, in the whole process.</summary>
    public const long MostHeld = 256L * 1024 * 1024;

    /// <summary>The most that one client may have of it.</summary>
    public const long MostHeldOfClient = MostHeld / 8;

    private readonly WebAcl _acl;
    private readonly FirewallJournal _journal;
    private readonly FirewallSamples? _samples;
    private readonly TierEnvironment _environment;
    private readonly Lock _lock = new();
    private Dictionary<string, FirewallOverride> _overrides = new(StringComparer.Ordinal);
    private readonly string[] _answering;
    private string[] _counting = [];

    /// <param name="options">The settings.</param>
    /// <param name="environment">Where the log goes.</param>
    /// <param name="services">Services of the tier, with those of <see cref="FirewallServices.AddFirewall"/>.</param>
    /// <param name="auth">Verifies tokens of the issuer; null: nothing does.</param>
    /// <exception cref="Core.OperatorException">The rules do not load, or samples are to be kept and there is no key for them.</exception>
    public RequestFirewall(FirewallOptions options, TierEnvironment environment, IServiceProvider services, EdgeAuthTable? auth = null)
    {
        Options = options;
        _environment = environment;
        Promotions = services.GetRequiredService<Promotions>();
        Members = new MemberMemory(services.GetRequiredService<MemberTable>(), environment.Data, auth);
        Traffic = services.GetRequiredService<TrafficCount>();
        Watch = new MemberWatch(Members, Traffic);
        _journal = new FirewallJournal(services.GetRequiredService<FirewallLog>(), environment, Members, Traffic);
        _samples = options.Sample == FirewallSample.Consented ? FirewallSamples.Open(services.GetRequiredService<SampleQueue>(), environment) : null;
        _acl = FirewallAcl.Create(options, environment.Hosts, environment.Time);
        services.GetRequiredService<UnseenLog>().Watch(_acl, options.Exclusions);
        RuleCount = _acl.Engine.Rules.Count();
        _answering = [.. _acl.Engine.Rules.Where(rule => rule.Phase is 3 or 4).Select(rule => rule.Group).Distinct(StringComparer.Ordinal)];
        UpdateModes();
    }

    /// <summary>The settings.</summary>
    public FirewallOptions Options { get; }

    /// <summary>How many rules are loaded.</summary>
    public int RuleCount { get; }

    /// <summary>Whose requests are whose.</summary>
    public MemberMemory Members { get; }

    /// <summary>Is to be told of the answers to requests that the rules have seen.</summary>
    public IAnswerWatch Watch { get; }

    internal TrafficCount Traffic { get; }

    /// <summary>The memory of all bodies that wait.</summary>
    internal static HeldMemory Memory { get; } = new(MostHeld, MostHeldOfClient);

    internal FirewallJournal Journal => _journal;

    /// <summary>How far the groups are on their way from count to block. They outlive the settings.</summary>
    internal Promotions Promotions { get; }

    internal TimeProvider Time => _environment.Time;

    /// <summary>Whether there are rules to ask.</summary>
    internal bool IsOn { get; private set; }

    /// <summary>Whether some rule refuses what it finds.</summary>
    internal bool Blocks { get; private set; }

    /// <summary>Whether some group has rules to ask about answers.</summary>
    internal bool InspectsAnswers { get; private set; }

    /// <summary>The groups and their modes.</summary>
    public IReadOnlyList<FirewallGroupView> Groups()
    {
        lock (_lock)
            return [.. _acl.Groups.Select(ViewOf)];
    }

    /// <summary>Sets the mode of a group at once, until other settings come into force.</summary>
    /// <returns>The group; null when there is none of this name.</returns>
    public FirewallGroupView? SetMode(string group, FirewallMode mode, ControlPeer by)
    {
        lock (_lock)
        {
            var before = FirewallGroupOptions.Of(_acl.ModeOf(group));
            if (!_acl.TrySetMode(group, FirewallGroupOptions.Of(mode)))
                return null;

            _overrides[group] = new FirewallOverride(mode, _environment.Time.GetUtcNow(), by);
            UpdateModes();
            Promotions.End(group, new PromotionEnding(RevisionCause.Mode, $"waf mode {group} {mode.ToString().ToLowerInvariant()}", by));
            Log.FirewallModeSet(_environment.LoggerFactory.CreateLogger<RequestFirewall>(), group, before, mode, by.UserId, by.ProcessId);
            return ViewOf(group);
        }
    }

    /// <summary>Takes over the modes that an operator has set: what is built anew are the certificates, not the settings.</summary>
    public void KeepModes(RequestFirewall before)
    {
        Dictionary<string, FirewallOverride> kept;
        lock (before._lock)
            kept = new(before._overrides, StringComparer.Ordinal);

        lock (_lock)
        {
            _overrides = kept;
            foreach (var (group, chosen) in kept)
                _acl.TrySetMode(group, FirewallGroupOptions.Of(chosen.Mode));

            UpdateModes();
        }
    }

    /// <summary>These rules are in force from now on. Of a group that does not count, nothing is promoted.</summary>
    public void TakeOver()
    {
        foreach (var group in _acl.Groups.Except(_counting, StringComparer.Ordinal))
            Promotions.End(group, new PromotionEnding(RevisionCause.Mode, $"The group's mode in the settings is '{_acl.ModeOf(group).ToString().ToLowerInvariant()}'.", By: null));
    }

    /// <summary>Goes on with what the rules that limit rates have counted, where they are the same as before. To be called before this is in force.</summary>
    public void KeepRates(RequestFirewall before) => _acl.KeepRates(before._acl);

    /// <summary>Shows a request to the rules.</summary>
    /// <param name="context">The request.</param>
    /// <param name="body">Its body; empty when it has none, or none that is inspected.</param>
    /// <param name="isMessage">Whether the body is a message of the WebSocket that the request has opened.</param>
    /// <returns>Why it is refused; null when it may go on.</returns>
    internal FirewallRefusal? Judge(HttpContext context, ReadOnlySpan<byte> body, bool isMessage = false)
    {
        var promoted = PromotedOf(context);
        try
        {
            var decision = Decide(context, body, isMessage, promoted, countsRates: !isMessage);
            var refusal = FirewallRefusal.Of(decision);
            foreach (var group in _counting)
                promoted.Count(group, decision);

            _journal.Decided(context, decision, refusal);
            _samples?.Take(context, decision, body);
            if (!isMessage)
                Insert(decision, context.Request.Headers);

            return refusal;
        }
#pragma warning disable CA1031 // whatever the rules throw, the request must not pass as if they had seen it
        catch (Exception e)
#pragma warning restore CA1031
        {
            var isRefused = RefusesFailure(promoted);
            _journal.Failed(context, e, isRefused);
            return isRefused ? FirewallRefusal.Failure : null;
        }
    }

    /// <summary>Shows the head of an answer to the rules, and that of its request once more: between the two a client may have waited for hours.</summary>
    internal Transaction BeginAnswer(HttpContext context)
    {
        var transaction = _acl.Begin("-"u8);
        RequestHead.Show(context, transaction);
        transaction.EvaluateRequestHeaders();
        AnswerHead.Show(context, transaction);
        transaction.EvaluateResponseHeaders();
        return transaction;
    }

    /// <summary>What the rules say of an answer whose body, as far as it is inspected, is there.</summary>
    internal FirewallRefusal? JudgeAnswer(HttpContext context, Transaction transaction)
    {
        transaction.EvaluateResponseBody();
        var decision = _acl.DecideResponse(transaction, Promotions.IsAny ? PromotedOf(context).ModeOf : null);
        var refusal = FirewallRefusal.OfAnswer(decision);
        _journal.Decided(context, decision, refusal, reason: "answer");
        return refusal;
    }

    /// <summary>The rules failed over an answer.</summary>
    internal FirewallRefusal? FailAnswer(HttpContext context, Exception exception)
    {
        var isRefused = RefusesFailure(PromotedOf(context));
        _journal.Failed(context, exception, isRefused);
        return isRefused ? FirewallRefusal.RefusedAnswer : null;
    }

    /// <summary>Whether a group refuses what was found in its name by something else than its rules.</summary>
    internal bool DoesRefuse(HttpContext context, string group) =>
        DoesBlock(group) || (_acl.ModeOf(group) == GroupMode.Count && PromotedOf(context).Refuses(group));

    private bool DoesBlock(string group) => _acl.ModeOf(group) == GroupMode.Block;

    private PromotedRequest PromotedOf(HttpContext context) => new(Promotions, FirewallClient.Of(context, Members.Find(context)));

    private bool RefusesFailure(PromotedRequest promoted)
    {
        var isRefused = Blocks;
        foreach (var group in _counting)
            isRefused |= promoted.Refuses(group);

        return isRefused;
    }

    private static void Insert(FirewallDecision decision, IHeaderDictionary headers)
    {
        foreach (var (name, value) in decision.InsertHeaders)
            headers[name] = value;
    }

    private FirewallDecision Decide(HttpContext context, ReadOnlySpan<byte> body, bool isMessage, PromotedRequest promoted, bool countsRates)
    {
        using var transaction = _acl.Begin("-"u8);
        if (isMessage)
            RequestHead.ShowMessage(context, transaction, body.Length);
        else
            RequestHead.Show(context, transaction);

        transaction.EvaluateRequestHeaders();
        if (!body.IsEmpty)
            transaction.AppendRequestBody(body);

        transaction.EvaluateRequestBody();
        var decision = _acl.Decide(transaction, Promotions.IsAny ? promoted.ModeOf : null, countsRates: countsRates);
        transaction.EvaluateLogging();
        return decision;
    }

    private FirewallGroupView ViewOf(string group)
    {
        var chosen = _overrides.GetValueOrDefault(group);
        return new FirewallGroupView
        {
            Name = group,
            Declared = FirewallGroupOptions.Of(Options.Groups.ByName().GetValueOrDefault(group)),
            Live = FirewallGroupOptions.Of(_acl.ModeOf(group)),
            Rules = _acl.Engine.Rules.Count(rule => rule.Group == group),
            SetAt = chosen?.At,
            SetByUserId = chosen?.By.UserId,
            SetByProcessId = chosen?.By.ProcessId,
            Promotion = _counting.Contains(group, StringComparer.Ordinal) ? Promotions.Of(group).View() : null,
        };
    }

    private void UpdateModes()
    {
        InspectsAnswers = Array.Exists(_answering, group => _acl.ModeOf(group) != GroupMode.Off);
        IsOn = _acl.HasRules || _acl.Groups.Any(group => _acl.ModeOf(group) != GroupMode.Off);
        Blocks = _acl.Refuses || _acl.Groups.Any(DoesBlock);
        _counting = [.. _acl.Groups.Where(group => _acl.ModeOf(group) == GroupMode.Count)];
    }
}
