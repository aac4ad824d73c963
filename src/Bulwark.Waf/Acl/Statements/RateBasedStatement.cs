using System.Security.Cryptography;
using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Rates;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>More requests than a limit in the window that ends now, counted apart for each combination of keys. Those above the limit match, and count on.</summary>
internal sealed class RateBasedStatement(RateWindow window, RateKey[] keys, Statement? scopeDown, RateCounts counts) : Statement
{
    public override string ToString() => $"more than {window.Limit} requests in {window.Length.TotalSeconds:0} s";

    protected override bool Matches(AclRequest request)
    {
        // What is looked at a second time has been counted the first time.
        if (!request.CountsRates || (scopeDown is not null && !scopeDown.Evaluate(request)))
            return false;

        var combination = request.Key;
        combination.Clear();
        foreach (var key in keys)
        {
            switch (key.TryAppend(request, combination))
            {
                case RateKeyReading.Missing:
                    return false;
                case RateKeyReading.Match:
                    return true;
                default:
                    continue;
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var table = counts.Table;
        table.Hash(combination.WrittenSpan, hash);
        return table.Count(hash) > window.Limit;
    }
}
