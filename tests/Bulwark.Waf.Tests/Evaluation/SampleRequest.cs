using System.Text;

namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>A request (and what is answered) as text, sent through an engine.</summary>
internal sealed record SampleRequest(string Line, params (string Name, string Value)[] Headers)
{
    public string? Body { get; init; }

    public string ResponseBody { get; init; } = "";

    public string ClientAddress { get; init; } = "192.0.2.1";

    public static SampleRequest Get(string target) => new($"GET {target} HTTP/1.1", ("Host", "example.org"), ("User-Agent", "Test/1.0"), ("Accept", "*/*"));

    public static SampleRequest Post(string target, string contentType, string body) =>
        new($"POST {target} HTTP/1.1", ("Host", "example.org"), ("User-Agent", "Test/1.0"), ("Accept", "*/*"), ("Content-Type", contentType), ("Content-Length", $"{body.Length}")) { Body = body };

    public static SampleRequest Form(string body) => Post("/form", "application/x-www-form-urlencoded", body);

    /// <summary>All phases, in their order, whatever they decide.</summary>
    public Outcome Run(WafEngine engine)
    {
        using var transaction = engine.Begin("0123456789abcdef"u8);
        transaction.SetConnection(Bytes(ClientAddress), 40000, "192.0.2.2"u8, 443);
        transaction.SetRequestLine(Bytes(Line));
        foreach (var (name, value) in Headers)
            transaction.AddRequestHeader(Bytes(name), Bytes(value));

        transaction.EvaluateRequestHeaders();
        if (Body is not null)
            transaction.AppendRequestBody(Bytes(Body));

        transaction.EvaluateRequestBody();
        transaction.SetResponseLine(200, "HTTP/1.1"u8, "OK"u8);
        transaction.AddResponseHeader("Content-Type"u8, "text/html"u8);
        transaction.EvaluateResponseHeaders();
        transaction.AppendResponseBody(Bytes(ResponseBody));
        transaction.EvaluateResponseBody();
        transaction.EvaluateLogging();
        return new Outcome(transaction);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
