using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Makes a request of an entry: of an HTTP archive's (HAR 1.2, <c>request</c>), or of a line <c>{ "method", "url", "headers", "body" }</c>.</summary>
internal static class RecordedEntry
{
    /// <returns>Null for an entry that is no HTTP request, as of a <c>data:</c> address.</returns>
    /// <exception cref="RecordingException">Something that a request needs is missing or is not what it should be.</exception>
    public static RecordedRequest? Read(JsonElement entry, bool isArchive, long number)
    {
        var at = new EntryFields(number);
        var request = isArchive ? at.Object(entry, "request") : entry;
        var method = at.Text(request, "method") ?? throw at.Missing("method");
        if (RecordedTarget.Parse(at.Text(request, "url") ?? throw at.Missing("url")) is not { } target)
            return null;

        var headers = RecordedHeaders.Read(at, request);
        var body = isArchive ? PostData(at, request, headers) : Body(at, request);
        AddWhatTheWireHas(headers, target, method, body.Length);
        return new RecordedRequest(
            number, at.Text(request, "client") ?? RecordedRequest.UnknownClient, method, target.Target, ProtocolOf(at.Text(request, "httpVersion")), headers, body);
    }

    /// <summary>Recordings leave out what HTTP itself adds, and rules notice when it is missing.</summary>
    private static void AddWhatTheWireHas(List<KeyValuePair<string, string>> headers, RecordedTarget target, string method, int length)
    {
        if (!Has(headers, "Host") && target.Host is { } host)
            headers.Insert(0, new("Host", host));

        if ((length > 0 || method == "POST") && !Has(headers, "Content-Length") && !Has(headers, "Transfer-Encoding"))
            headers.Add(new("Content-Length", length.ToString(CultureInfo.InvariantCulture)));
    }

    private static byte[] Body(EntryFields at, JsonElement line)
    {
        if (at.Text(line, "bodyBase64") is { } coded)
            return at.Base64(coded, "bodyBase64");

        return Encoding.UTF8.GetBytes(at.Text(line, "body") ?? "");
    }

    private static byte[] PostData(EntryFields at, JsonElement request, List<KeyValuePair<string, string>> headers)
    {
        if (!request.TryGetProperty("postData", out var data) || data.ValueKind != JsonValueKind.Object)
            return [];

        if (at.Text(data, "mimeType") is { Length: > 0 } type && !Has(headers, "Content-Type"))
            headers.Add(new("Content-Type", type));

        var text = at.Text(data, "text");
        if (at.Text(data, "encoding") == "base64" && text is not null)
            return at.Base64(text, "postData.text");

        return Encoding.UTF8.GetBytes(string.IsNullOrEmpty(text) ? Form(at, data) : text);
    }

    /// <summary>Some programs write down the parameters of a form in place of its text.</summary>
    private static string Form(EntryFields at, JsonElement data)
    {
        if (!data.TryGetProperty("params", out var parameters) || parameters.ValueKind != JsonValueKind.Array)
            return "";

        return string.Join('&', parameters.EnumerateArray().Select(pair =>
            $"{Uri.EscapeDataString(at.Text(pair, "name") ?? "")}={Uri.EscapeDataString(at.Text(pair, "value") ?? "")}"));
    }

    private static bool Has(List<KeyValuePair<string, string>> headers, string name) => headers.Exists(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Programs write <c>h2</c>, <c>http/2.0</c>, <c>HTTP/3</c>. There is no HTTP/3 here: what comes by it would come by HTTP/2.</summary>
    private static string ProtocolOf(string? version)
    {
        if (version is null)
            return "HTTP/1.1";

        return version.AsSpan().ContainsAny('2', '3') ? "HTTP/2.0" : version.EndsWith("1.0", StringComparison.Ordinal) ? "HTTP/1.0" : "HTTP/1.1";
    }
}
