using System.Globalization;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>What rules are told of the inspection of answers.</summary>
internal static class AnswerRules
{
    /// <summary>The settings as directives; empty where no body is inspected.</summary>
    public static string TextOf(FirewallAnswerOptions options) => options.Inspect != FirewallAnswers.Bodies || options.Types.Count == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SecResponseBodyAccess On
            SecResponseBodyMimeType {string.Join(' ', options.Types)}
            SecResponseBodyLimit {options.Bytes}
            SecResponseBodyLimitAction ProcessPartial

            """);
}
