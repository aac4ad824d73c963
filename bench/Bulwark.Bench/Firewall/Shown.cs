using System.Text;
using Bulwark.Waf;

namespace Bulwark.Bench.Firewall;

/// <summary>A request as bytes, ready to be shown to the rules with a small answer.</summary>
internal sealed class Shown
{
    private readonly byte[] _line;
    private readonly (byte[] Name, byte[] Value)[] _headers;
    private readonly byte[] _body;

    private Shown(FirewallRequest request)
    {
        _line = Encoding.ASCII.GetBytes(request.Line);
        _headers = [.. request.Headers(1).Select(header => (Encoding.ASCII.GetBytes(header.Name), Encoding.ASCII.GetBytes(header.Value)))];
        _body = request.Body;
    }

    public static Shown Of(FirewallRequest request) => new(request);

    /// <summary>All five phases, as a proxy goes through them.</summary>
    public void Show(Transaction transaction)
    {
        transaction.SetConnection("192.0.2.7"u8, 40000, "192.0.2.1"u8, 443);
        transaction.SetRequestLine(_line);
        foreach (var (name, value) in _headers)
            transaction.AddRequestHeader(name, value);

        transaction.EvaluateRequestHeaders();
        if (_body.Length > 0)
            transaction.AppendRequestBody(_body);

        transaction.EvaluateRequestBody();
        transaction.SetResponseLine(200, "HTTP/1.1"u8, "OK"u8);
        transaction.AddResponseHeader("Content-Type"u8, "application/json"u8);
        transaction.EvaluateResponseHeaders();
        transaction.AppendResponseBody("{\"ok\":true,\"chunk\":[]}"u8);
        transaction.EvaluateResponseBody();
        transaction.EvaluateLogging();
    }
}
