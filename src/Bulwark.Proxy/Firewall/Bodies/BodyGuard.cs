using Bulwark.Proxy.Firewall.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Holds the body of one request until the rules have seen it, and then lets both go on, or neither.</summary>
internal sealed class BodyGuard(RequestFirewall firewall, HttpContext context)
{
    private readonly int _limit = firewall.Options.BodyBytes;
    private readonly int _share = HeldShare.Of(context);

    /// <summary>Runs the request.</summary>
    public async Task RunAsync(RequestDelegate next)
    {
        using var body = new HeldBody(RequestFirewall.Memory, _share);
        using var decoded = new HeldBody(RequestFirewall.Memory, _share);
        var refusal = MediaUpload.Is(context) ? await JudgeUploadAsync(body) : await JudgeAsync(body, decoded);
        if (refusal is not null)
        {
            await refusal.AnswerAsync(context);
            return;
        }

        await next(context);
    }

    private async ValueTask<FirewallRefusal?> JudgeAsync(HeldBody body, HeldBody decoded)
    {
        var headers = context.Request.Headers;
        var coding = BodyCodings.Of(headers.ContentEncoding);
        if (TypeRefusal() is { } typeRefusal)
            return Refuse(typeRefusal);

        if (coding == BodyCoding.Unknown)
            return Refuse(FirewallRefusal.ContentEncoding);

        var isCounted = firewall.Options.Oversize == FirewallOversize.Count;
        if (context.Request.ContentLength > _limit && !isCounted)
            return Refuse(FirewallRefusal.Oversize);

        var client = context.Request.Body;
        var problem = await HoldAsync(client, body, _limit, goesOn: isCounted);
        if (problem is not null && !(problem == FirewallRefusal.Oversize && isCounted))
            return Refuse(problem);

        if (problem is not null)
            firewall.Journal.Noticed(context, problem, isRefused: false);

        context.Request.Body = new HeldStream(body, problem is null ? null : client);
        return coding == BodyCoding.None ? firewall.Judge(context, body.Bytes.Span) : await JudgeDecodedAsync(coding, body, decoded, isCounted);
    }

    /// <summary>Whoever is behind might undo the coding or not. So it is undone here, and what the rules have seen is all that goes on.</summary>
    private async ValueTask<FirewallRefusal?> JudgeDecodedAsync(BodyCoding coding, HeldBody body, HeldBody decoded, bool isCounted)
    {
        var problem = await BodyCodings.DecodeAsync(coding, body.Bytes, decoded, _limit);
        if (problem is not null && !(problem == FirewallRefusal.Oversize && isCounted))
            return Refuse(problem);

        if (problem is not null)
            firewall.Journal.Noticed(context, problem, isRefused: false);

        var refusal = firewall.Judge(context, decoded.Bytes.Span);
        if (refusal is null && problem is null)
            GoOn(decoded, body);

        return refusal;
    }

    private void GoOn(HeldBody decoded, HeldBody coded)
    {
        var request = context.Request;
        request.Body = new HeldStream(decoded, rest: null);
        request.Headers.Remove(HeaderNames.ContentEncoding);
        request.Headers.Remove(HeaderNames.TransferEncoding);
        request.ContentLength = decoded.Length;
        coded.Dispose();
    }

    /// <summary>
    /// An upload is looked at where it begins, and streamed. So a coding cannot be undone; and its charset is not ours to judge: it is that of a text that somebody passes on.
    /// </summary>
    private async ValueTask<FirewallRefusal?> JudgeUploadAsync(HeldBody body)
    {
        if (TypeRefusal() is { } typeRefusal && typeRefusal != FirewallRefusal.Charset)
            return Refuse(typeRefusal);

        if (BodyCodings.Of(context.Request.Headers.ContentEncoding) != BodyCoding.None)
            return Refuse(FirewallRefusal.ContentEncoding);

        if (firewall.Judge(context, default) is { } refusal)
            return refusal;

        var client = context.Request.Body;
        var problem = await HoldAsync(client, body, MediaUpload.HeadBytes, goesOn: true);
        if (problem is not null && problem != FirewallRefusal.Oversize)
            return Refuse(problem);

        context.Request.Body = new HeldStream(body, problem is null ? null : client);
        if (!MediaUpload.IsDisguised(context.Request.ContentType, body.Bytes.Span))
            return null;

        var isRefused = firewall.DoesRefuse(context, "core");
        firewall.Journal.Noticed(context, FirewallRefusal.Upload, isRefused);
        return isRefused ? FirewallRefusal.Upload : null;
    }

    private FirewallRefusal? TypeRefusal() => context.Request.Headers.ContentType switch
    {
        { Count: 0 } => null,
        [{ } type] => ContentTypes.Judge(type),
        _ => FirewallRefusal.ContentType,
    };

    /// <summary>Reads until the end, or until there is more than <paramref name="limit"/>.</summary>
    /// <param name="client">Where the body comes from.</param>
    /// <param name="body">Where it is held.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="goesOn">Whether what is larger goes on too: then nothing that was read may be lost.</param>
    private async ValueTask<FirewallRefusal?> HoldAsync(Stream client, HeldBody body, int limit, bool goesOn)
    {
        using var patience = new BodyPatience(firewall.Time, context.RequestAborted);
        while (body.Length < limit)
        {
            var room = body.Room(limit);
            if (room.IsEmpty)
                return NoRoom(body);

            var count = await ReadAsync(patience, client, room, body.Length);
            if (count <= 0)
                return count == 0 ? null : FirewallRefusal.Slow;

            body.Advance(count);
        }

        // A body that fills its memory to the last byte takes no more of it only to see whether that was all.
        var next = new byte[1];
        var more = await ReadAsync(patience, client, next, body.Length);
        if (more <= 0)
            return more == 0 ? null : FirewallRefusal.Slow;

        return !goesOn || TryAdd(next[0], body) ? FirewallRefusal.Oversize : NoRoom(body);
    }

    /// <summary>A client that breaks off is nothing that went wrong here.</summary>
    private static async ValueTask<int> ReadAsync(BodyPatience patience, Stream client, Memory<byte> room, int held)
    {
        try
        {
            return await patience.ReadAsync(client, room, held);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new ConnectionAbortedException("The client broke off its body.", e);
        }
    }

    private static bool TryAdd(byte next, HeldBody body)
    {
        var room = body.Room(body.Length + 1);
        if (room.IsEmpty)
            return false;

        room.Span[0] = next;
        body.Advance(1);
        return true;
    }

    private static FirewallRefusal NoRoom(HeldBody body) => body.IsShareSpent ? FirewallRefusal.NoShare : FirewallRefusal.NoRoom;

    private FirewallRefusal Refuse(FirewallRefusal refusal)
    {
        firewall.Journal.Noticed(context, refusal, isRefused: true);
        return refusal;
    }
}
