using System.Text;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Shows a recorded request to rules.</summary>
internal static class ReplayedRequest
{
    /// <summary>Phases 1 and 2; without effect beyond the transaction.</summary>
    public static void Show(RecordedRequest request, Transaction transaction)
    {
        transaction.SetConnection(Bytes(request.Client), 0, "127.0.0.1"u8, 0);
        transaction.SetRequestLine(Bytes(request.Method), Bytes(request.Target), Bytes(request.Protocol));
        foreach (var (name, value) in request.Headers)
            transaction.AddRequestHeader(Bytes(name), Bytes(value));

        transaction.EvaluateRequestHeaders();
        if (transaction.Interruption is not null)
            return;

        transaction.AppendRequestBody(request.Body.Span);
        if (transaction.Interruption is null)
            transaction.EvaluateRequestBody();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
