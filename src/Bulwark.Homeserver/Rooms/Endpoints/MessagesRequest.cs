using System.Globalization;
using System.Text;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Sync;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>What <c>GET /rooms/{roomId}/messages</c> asks for.</summary>
internal sealed record MessagesRequest(bool Backwards, SyncToken? From, SyncToken? To, int Limit, RoomEventFilter Filter)
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 200;

    public static MatrixRead<MessagesRequest> Read(IQueryCollection query)
    {
        if (query["dir"] is not ["b" or "f"])
            return MatrixError.MissingParam("'dir' is b or f.");

        if (!TryReadToken(query["from"], out var from) || !TryReadToken(query["to"], out var to))
            return MatrixError.InvalidParam("'from' and 'to' are tokens of this server.");

        if (!TryReadLimit(query["limit"], out var limit))
            return MatrixError.InvalidParam("'limit' is a number above 0.");

        return ReadFilter(query["filter"]).TryGet(out var filter, out var refusal)
            ? new MessagesRequest(query["dir"] is ["b"], from, to, Math.Min(limit, filter.Limit is > 0 and var inner ? inner : MaxLimit), filter)
            : refusal;
    }

    private static MatrixRead<RoomEventFilter> ReadFilter(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return new RoomEventFilter();

        return MatrixBody.ParseObject(Encoding.UTF8.GetBytes(json)).TryGet(out var element, out var refusal)
            ? MatrixBody.Bind(element, HomeserverJson.Default.RoomEventFilter)
            : refusal;
    }

    private static bool TryReadToken(string? text, out SyncToken? token)
    {
        token = null;
        if (string.IsNullOrEmpty(text))
            return true;

        if (!SyncToken.TryParse(text, out var read))
            return false;

        token = read;
        return true;
    }

    private static bool TryReadLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        if (string.IsNullOrEmpty(text))
            return true;

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit == 0)
            return false;

        limit = Math.Min(limit, MaxLimit);
        return true;
    }
}
