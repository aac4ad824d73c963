using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Rates;
using Bulwark.Waf.Acl.Statements;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Makes rate-based statements ready.</summary>
internal sealed class RateCompiler(AclProblems problems, FieldCompiler fields)
{
    private const int LeastLimit = 10;
    private const int MostKeys = 5;

    private static readonly int[] Windows = [60, 120, 300, 600];

    private readonly List<RateCounts> _counts = [];

    /// <summary>The counts of all rules.</summary>
    public IReadOnlyList<RateCounts> Counts => _counts;

    /// <summary>Makes one ready.</summary>
    /// <param name="options">The statement.</param>
    /// <param name="scopeDown">Which requests are counted; null for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="rule">The rule to which it belongs.</param>
    /// <returns>null when there is a problem.</returns>
    public RateBasedStatement? Compile(RateBasedOptions options, Statement? scopeDown, TimeProvider time, string path, string rule)
    {
        if (options.Limit < LeastLimit)
            problems.Add($"{path}.limit", $"{options.Limit} is less than {LeastLimit}");

        if (!Windows.Contains(options.WindowSeconds))
            problems.Add($"{path}.windowSeconds", $"{options.WindowSeconds} is none of {string.Join(", ", Windows)}");

        if (options.Aggregation == RateAggregation.Constant && options.ScopeDown is null)
            problems.Add($"{path}.scopeDown", "is missing: counting all requests together needs a statement that says which");

        if (options.Aggregation != RateAggregation.CustomKeys && options.Keys.Count > 0)
            problems.Add($"{path}.keys", $"belong to CustomKeys, not to {options.Aggregation}");

        var keys = KeysOf(options, path);
        if (!Windows.Contains(options.WindowSeconds) || (options.ScopeDown is not null && scopeDown is null))
            return null;

        var window = new RateWindow(options.Limit, TimeSpan.FromSeconds(options.WindowSeconds));
        var counts = new RateCounts(rule, options, window, time);
        _counts.Add(counts);
        return new RateBasedStatement(window, keys, scopeDown, counts);
    }

    private RateKey[] KeysOf(RateBasedOptions options, string path) => options.Aggregation switch
    {
        RateAggregation.Ip => [new AddressRateKey(fields.Address(forwarded: null, allowsAny: false, path))],
        RateAggregation.ForwardedIp => [Forwarded(options, path)],
        RateAggregation.Constant => [],
        RateAggregation.CustomKeys => CustomKeys(options, path),
    };

    private RateKey[] CustomKeys(RateBasedOptions options, string path)
    {
        if (options.Keys.Count is 0 or > MostKeys)
            problems.Add($"{path}.keys", $"must be 1 to {MostKeys}");

        if (options.Keys is [{ Kind: RateKeyKind.Ip or RateKeyKind.ForwardedIp }])
            problems.Add($"{path}.keys", "an address alone is no combination: use the aggregation Ip or ForwardedIp");

        return [.. options.Keys.Select((key, i) => KeyOf(key, options, $"{path}.keys[{i}]"))];
    }

    private RateKey KeyOf(RateKeyOptions key, RateBasedOptions options, string path)
    {
        CheckName(key, path);
        return key.Kind switch
        {
            RateKeyKind.Ip => new AddressRateKey(fields.Address(forwarded: null, allowsAny: false, path)),
            RateKeyKind.ForwardedIp => Forwarded(options, path),
            RateKeyKind.LabelNamespace => new LabelRateKey(key.Name ?? ""),
            _ => new FieldRateKey(FieldOf(key), fields.Chain(key.Transformations, $"{path}.transformations")),
        };
    }

    private void CheckName(RateKeyOptions key, string path)
    {
        var isNamed = key.Kind is RateKeyKind.Header or RateKeyKind.Cookie or RateKeyKind.QueryArgument or RateKeyKind.LabelNamespace;
        if (isNamed && string.IsNullOrEmpty(key.Name))
            problems.Add($"{path}.name", $"is missing: {key.Kind} needs the name");
        else if (!isNamed && key.Name is not null)
            problems.Add($"{path}.name", $"{key.Kind} has no name");
        else if (key.Kind == RateKeyKind.LabelNamespace && !key.Name!.EndsWith(':'))
            problems.Add($"{path}.name", $"'{key.Name}' is no namespace: it must end with a colon");
    }

    private AddressRateKey Forwarded(RateBasedOptions options, string path)
    {
        if (options.Forwarded is null)
            problems.Add($"{path}.forwarded", "is missing: it says which header holds the address");

        return new AddressRateKey(fields.Address(options.Forwarded ?? new ForwardedAddressOptions(), allowsAny: false, $"{path}.forwarded"));
    }

    private static Field FieldOf(RateKeyOptions key) => key.Kind switch
    {
        RateKeyKind.Header => new NamedValuesField(VariableKind.RequestHeaders, FieldScope.Value, Named(key, isCaseSensitive: false)),
        RateKeyKind.Cookie => new NamedValuesField(VariableKind.RequestCookies, FieldScope.Value, Named(key, isCaseSensitive: true)),
        RateKeyKind.QueryArgument => new NamedValuesField(VariableKind.ArgsGet, FieldScope.Value, Named(key, isCaseSensitive: false)),
        RateKeyKind.QueryString => new SingleValueField(FieldKind.QueryString),
        RateKeyKind.UriPath => new SingleValueField(FieldKind.UriPath),
        _ => new SingleValueField(FieldKind.Method),
    };

    private static NameFilter Named(RateKeyOptions key, bool isCaseSensitive) => new([key.Name ?? ""], [], isCaseSensitive);
}
