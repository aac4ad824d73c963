using Bulwark.Core.Http;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>The body of an answer on its way to the client. Its head goes out when the rules have nothing against it, and of a body that is held the first byte after the last has come.</summary>
/// <param name="context">The request.</param>
/// <param name="inspection">What the rules see of the answer.</param>
/// <param name="client">Where it goes.</param>
/// <param name="refused">Called once when the client does not get it: nobody needs the rest.</param>
internal sealed class AnswerStream(HttpContext context, AnswerInspection inspection, Stream client, Action refused) : AsyncStream
{
    private bool _hasBegun;

    public override bool CanWrite => true;

    /// <summary>Whether there is no answer from behind: what is said then are our own words, and what came before them is nothing.</summary>
    private bool IsFailure => context.Features.Get<IForwarderErrorFeature>() is not null;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Begin();
        if (inspection.IsHolding && IsFailure)
            inspection.Release();

        if (inspection.IsHolding)
            buffer = await HoldAsync(buffer, cancellationToken);

        if (inspection.Refusal is null && !buffer.IsEmpty)
            await client.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Begin();
        return inspection.IsHolding || inspection.Refusal is not null ? Task.CompletedTask : client.FlushAsync(cancellationToken);
    }

    /// <summary>Whoever answers has said all: what is held is judged, and goes out.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (!context.Response.HasStarted)
            Begin();

        if (!inspection.IsHolding)
            return;

        if (IsFailure)
            inspection.Release();
        else
            await JudgeHeldAsync(isWhole: true, cancellationToken);
    }

    private void Begin()
    {
        if (_hasBegun)
            return;

        _hasBegun = true;
        if (IsFailure)
            return;

        inspection.Begin();
        TellRefusal();
    }

    private async ValueTask<ReadOnlyMemory<byte>> HoldAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var rest = inspection.Hold(buffer);
        if (inspection.Refusal is null && !rest.IsEmpty)
            await JudgeHeldAsync(isWhole: false, cancellationToken);
        else
            TellRefusal();

        return rest;
    }

    private async ValueTask JudgeHeldAsync(bool isWhole, CancellationToken cancellationToken)
    {
        await inspection.EndAsync(isWhole);
        if (inspection.Refusal is null && !inspection.Held.IsEmpty)
            await client.WriteAsync(inspection.Held, cancellationToken);

        inspection.Release();
        TellRefusal();
    }

    private void TellRefusal()
    {
        if (inspection.Refusal is not null)
            refused();
    }
}
