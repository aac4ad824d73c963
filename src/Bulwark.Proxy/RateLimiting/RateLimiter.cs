using System.Buffers;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.RateLimiting.Counting;
using Bulwark.Proxy.RateLimiting.Matching;
using Bulwark.Proxy.RateLimiting.Sharing;
using Bulwark.Proxy.RequestPath;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>The rate limits of one reading of the settings.</summary>
public sealed class RateLimiter : IDisposable
{
    private const int StackLength = 512;

    private static long _generations;

    private readonly RateLimitRule[] _rules;
    private readonly RateLimitCounters _counters;
    private readonly RateLimitOptions _options;
    private readonly bool _needsPath;
    private readonly long _generation = Interlocked.Increment(ref _generations);
    private readonly CountLink? _link;
    private bool _isInForce;

    /// <param name="options">The settings.</param>
    /// <param name="environment">The instance, for the files that the settings name.</param>
    /// <param name="counters">The counters of the tier.</param>
    /// <param name="subject">The subject of a request's verified token, null when it has none; null when the tier verifies no tokens.</param>
    /// <exception cref="OperatorException">The password file cannot be read, or a rule asks for what the tier does not know.</exception>
    public RateLimiter(RateLimitOptions options, TierEnvironment environment, RateLimitCounters counters, Func<HttpContext, string?>? subject = null)
    {
        if (subject is null && options.Rules.FirstOrDefault(NeedsSubject) is { } unknown)
            throw new OperatorException($"The rate limit '{unknown.Name}' counts by token subject, but the {counters.Tier} tier verifies no tokens.");

        _options = options;
        _counters = counters;
        _link = options.Redis is { } redis ? CountLink.Open(redis, environment, counters) : null;
        _rules = CreateRules(_link?.Key ?? counters.OwnKey, subject);
        _needsPath = Array.Exists(_rules, rule => rule.NeedsPath);
    }

    internal IReadOnlyList<RateLimitRule> Rules => _rules;

    internal RateLimitCounters Counters => _counters;

    internal RateLimitOptions Options => _options;

    /// <summary>True when the settings say that instances share their counts.</summary>
    internal bool Shares => _link is not null;

    /// <summary>Why they do not at present.</summary>
    internal string? SharingProblem => _link?.Problem;

    /// <inheritdoc />
    public void Dispose() => _link?.Dispose();

    /// <summary>Counts a request by every rule, in order, until one refuses it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isAnswerOfInterest">True when a rule may have to count its answer: <see cref="CountAnswer(HttpContext, int)"/>.</param>
    /// <returns>The refusal; null when the request goes on.</returns>
    internal RateLimitRefusal? Judge(HttpContext context, out bool isAnswerOfInterest)
    {
        if (!_isInForce)
            ComeIntoForce();

        byte[]? rented = null;
        try
        {
            var target = TargetOf(context);
            var buffer = target.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(target.Length);
            return Judge(new RequestView(context, buffer[..NormalPath.Write(target, buffer)]), out isAnswerOfInterest);
        }
        finally
        {
            Return(rented);
        }
    }

    /// <summary>Counts a request that has been answered by the rules that look at the status.</summary>
    internal void CountAnswer(HttpContext context, int status)
    {
        byte[]? rented = null;
        try
        {
            var target = TargetOf(context);
            var buffer = target.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(target.Length);
            CountAnswer(new RequestView(context, buffer[..NormalPath.Write(target, buffer)]), status);
        }
        finally
        {
            Return(rented);
        }
    }

    private RateLimitRefusal? Judge(in RequestView view, out bool isAnswerOfInterest)
    {
        var now = _counters.Now;
        isAnswerOfInterest = false;
        foreach (var rule in _rules)
        {
            isAnswerOfInterest |= rule.MayCountAnswer(view);
            var tally = rule.Judge(view, now);
            if (!tally.IsBeyond)
                continue;

            Metrics.CountRateLimited(rule.Options);
            if (rule.Options.Action == RateLimitAction.Block)
                return new RateLimitRefusal(rule.Options, tally.RetryAfter);
        }

        return null;
    }

    private void CountAnswer(in RequestView view, int status)
    {
        var now = _counters.Now;
        foreach (var rule in _rules)
        {
            if (rule.CountsAnswers)
                rule.CountAnswer(view, status, now);
        }
    }

    private string TargetOf(HttpContext context) => _needsPath ? context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget : "/";

    private void ComeIntoForce()
    {
        _counters.UseMemory(_options.MemoryMiB, _generation);
        _isInForce = true;
    }

    private RateLimitRule[] CreateRules(HashKey key, Func<HttpContext, string?>? subject)
    {
        var rules = new List<RateLimitRule>();
        foreach (var options in _options.Rules)
        {
            var fingerprint = Enumerable.Range(0, RateLimitOptions.MaxRules)
                .Select(occurrence => RuleFingerprint.Of(options, occurrence))
                .First(candidate => rules.TrueForAll(rule => rule.Counted.Fingerprint != candidate));
            var keys = new RequestKeys(options.Characteristics, key, fingerprint, subject);
            var counted = _counters.Rules.Register(fingerprint, new SlidingWindow(options.Period, options.RequestsPerPeriod));
            rules.Add(new RateLimitRule(options, keys, counted, _counters, isShared: _link is not null));
        }

        return [.. rules];
    }

    private static bool NeedsSubject(RateLimitRuleOptions rule) => rule.Characteristics.Any(characteristic => characteristic.Type == CharacteristicType.TokenSubject);

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
