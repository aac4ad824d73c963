using System.Text;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>The fields that both sides know (RFC 7541, appendix A).</summary>
internal static class StaticTable
{
    /// <summary>The first index of the other table.</summary>
    public const int End = 62;

    /// <summary>Where the pseudo-headers end.</summary>
    private const int FirstHeader = 15;

    private static readonly (string Name, string Value)[] Rows =
    [
        ("", ""), (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"), (":scheme", "http"), (":scheme", "https"),
        (":status", "200"), (":status", "204"), (":status", "206"), (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"),
        ("accept-charset", ""), ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""), ("access-control-allow-origin", ""),
        ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""), ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""),
        ("content-length", ""), ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""), ("expect", ""),
        ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""), ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""),
        ("last-modified", ""), ("link", ""), ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""), ("referer", ""),
        ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""), ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""),
        ("vary", ""), ("via", ""), ("www-authenticate", ""),
    ];

    private static readonly Field[] Answers = [.. Rows.Select(row => new Field(NameOf(row.Name), row.Value))];

    /// <summary>The field of an answer at an index from 1 to 61.</summary>
    public static ref readonly Field Of(int index) => ref Answers[index];

    /// <summary>The headers among them, in lower case, with their index.</summary>
    public static IEnumerable<(string Name, int Index)> Headers => Rows.Select((row, index) => (row.Name, index)).Skip(FirstHeader);

    private static FieldName NameOf(string name) => name switch
    {
        "" => HpackDecoder.Malformed,
        ":status" => HpackDecoder.Status,
        _ when name[0] == ':' => HpackDecoder.Malformed,
        _ => FieldName.Of(Encoding.ASCII.GetBytes(name)),
    };
}
