namespace Bulwark.Mcp.Matrix;

/// <summary>A request to the Matrix client-server API that can be sent again.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, percent-encoded.</param>
/// <param name="Body">JSON, or null.</param>
internal sealed record MatrixRequest(HttpMethod Method, string Path, byte[]? Body = null)
{
    private const string Api = "/_matrix/client/v3";

    public static MatrixRequest Login(byte[] body) => new(HttpMethod.Post, $"{Api}/login", body);

    public static MatrixRequest JoinedRooms() => new(HttpMethod.Get, $"{Api}/joined_rooms");

    public static MatrixRequest Alias(string alias) => new(HttpMethod.Get, $"{Api}/directory/room/{Encode(alias)}");

    public static MatrixRequest State(string roomId, string eventType) => new(HttpMethod.Get, $"{Api}/rooms/{Encode(roomId)}/state/{Encode(eventType)}/");

    public static MatrixRequest Messages(string roomId, int limit, string? from)
    {
        var page = from is null ? "" : $"&from={Encode(from)}";
        return new MatrixRequest(HttpMethod.Get, $"{Api}/rooms/{Encode(roomId)}/messages?dir=b&limit={limit}{page}");
    }

    public static MatrixRequest Send(string roomId, string transactionId, byte[] body) =>
        new(HttpMethod.Put, $"{Api}/rooms/{Encode(roomId)}/send/m.room.message/{Encode(transactionId)}", body);

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
