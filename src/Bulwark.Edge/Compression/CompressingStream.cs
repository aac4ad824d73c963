using Bulwark.Core.Http;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Edge.Compression;

/// <summary>The body of an answer on its way to the client. What becomes of it is decided when it begins, by the headers that it has then.</summary>
internal sealed class CompressingStream(IHttpResponseBodyFeature client) : AsyncStream
{
    private Stream? _packed;
    private bool _hasBegun;

    /// <summary>How the body is compressed, once it has begun.</summary>
    public Coding Coding { get; set; }

    public override bool CanWrite => true;

    /// <summary>Writes what the compression still holds back: the answer is whole.</summary>
    public ValueTask FinishAsync() => _packed?.DisposeAsync() ?? ValueTask.CompletedTask;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasBegun)
            await BeginAsync(cancellationToken);

        await (_packed ?? client.Stream).WriteAsync(buffer, cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
            await BeginAsync(cancellationToken);

        await (_packed ?? client.Stream).FlushAsync(cancellationToken);
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        await client.StartAsync(cancellationToken);
        _packed = Coding switch
        {
            Coding.Brotli => new BrotliStream(client.Stream, CompressionLevel.Fastest, leaveOpen: true),
            Coding.Gzip => new GZipStream(client.Stream, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        };
    }
}
