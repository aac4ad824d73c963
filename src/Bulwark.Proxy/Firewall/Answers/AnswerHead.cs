using Bulwark.Waf;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>Shows the head of an answer to the rules.</summary>
internal static class AnswerHead
{
    /// <summary>The status, and every header as it would go out.</summary>
    public static void Show(HttpContext context, Transaction transaction)
    {
        var response = context.Response;
        transaction.SetResponseLine(response.StatusCode, "HTTP/1.1"u8);
        var scratch = Utf8Scratch.Take();
        foreach (var (name, values) in response.Headers)
        {
            var bytes = scratch.Add(name);
            foreach (var value in values)
                transaction.AddResponseHeader(bytes, scratch.Add(value));
        }
    }

    /// <summary>Whether a client may wait for hours until something happens: such an answer goes on as it comes.</summary>
    public static bool IsLongPoll(ReadOnlySpan<char> path) =>
        path.StartsWith("/_matrix/client/", StringComparison.Ordinal) && path.EndsWith("/sync", StringComparison.Ordinal);
}
