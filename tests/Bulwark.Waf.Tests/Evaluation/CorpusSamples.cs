using System.Text;
using Bulwark.Waf.Tests.Corpora;

namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>Requests of the corpora, to be sent through an engine.</summary>
internal static class CorpusSamples
{
    /// <summary>The same request, each byte as one character.</summary>
    public static SampleRequest ToSample(this CorpusRequest request) =>
        new(Latin(request.Line), [.. request.AllHeaders.Select(header => (header.Name, Latin(header.Value)))]) { Body = request.InspectedBody is { } body ? Encoding.Latin1.GetString(body) : null };

    private static string Latin(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
