using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary>Reads a request's body within a limit.</summary>
internal static class BodyReader
{
    /// <summary>The bytes; null when there are more than <paramref name="maxBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
            return null;

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > maxBytes || result.IsCompleted)
            {
                var body = result.Buffer.Length > maxBytes ? (ReadOnlyMemory<byte>?)null : result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
