using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Proxy.RateLimiting.Matching;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>Stands for what a rule counts, and for nothing else: whoever changes its name, action or timeout keeps its counters, and instances with the same rule share them.</summary>
internal static class RuleFingerprint
{
    /// <param name="rule">The rule.</param>
    /// <param name="occurrence">How many rules before it count the same: each counts for itself.</param>
    public static ulong Of(RateLimitRuleOptions rule, int occurrence)
    {
        var text = new StringBuilder();
        var counted = rule.CountingExpression.Count > 0 ? rule.CountingExpression : rule.Expression;
        foreach (var condition in counted)
            Append(text, condition);

        foreach (var characteristic in rule.Characteristics)
            Append(text, "by", [characteristic.Type.ToString(), characteristic.Name ?? ""]);

        Append(text, "limit", [rule.Period.Ticks.ToString("D", null), rule.RequestsPerPeriod.ToString("D", null), occurrence.ToString("D", null)]);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, RequestConditionOptions condition)
    {
        Append(text, "hosts", condition.Hosts);
        Append(text, "paths", condition.Paths);
        Append(text, "methods", condition.Methods);
        Append(text, "headers", [.. condition.Headers.Select(Text)]);
        Append(text, "query", [.. condition.Query.Select(Text)]);
        Append(text, "statuses", [.. condition.Statuses.Select(status => status.ToString("D", null))]);
    }

    private static string Text(NamedValueOptions value) => $"{value.Name}\n{string.Join('\n', value.Values)}";

    // With the length of each text before it, so that two lists never look alike.
    private static void Append(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        text.Append(name).Append(':').Append(values.Count);
        foreach (var value in values)
            text.Append(':').Append(value.Length).Append(':').Append(value);
    }
}
