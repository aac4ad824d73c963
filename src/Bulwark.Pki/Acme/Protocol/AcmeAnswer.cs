using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Pki.Acme.Protocol;

/// <summary>What the server answered.</summary>
internal sealed record AcmeAnswer
{
    public required Uri Url { get; init; }

    public required int Status { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Where the thing is that was made.</summary>
    public Uri? Location { get; init; }

    /// <summary>When to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    private bool IsPassing => Status is 429 or >= 500;

    /// <summary>What the body says.</summary>
    /// <param name="type">How it is read.</param>
    /// <param name="what">What it should be, for the message.</param>
    /// <exception cref="AcmeException">It is something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw NotA(what, null);
        }
        catch (JsonException e)
        {
            throw NotA(what, e);
        }
    }

    /// <summary>The refusal that this answer is.</summary>
    public AcmeException Refusal()
    {
        if (Status is >= 300 and < 400)
            return new AcmeException($"The ACME server redirects {Url.AbsolutePath} (status {Status}), which is never followed: name the directory's own address.");

        var problem = AcmeProblem.TryRead(Body);
        return problem?.Type is null
            ? new AcmeException($"The ACME server refused {Url.AbsolutePath} with status {Status}.") { RetryAfter = RetryAfter, IsPassing = IsPassing }
            : new AcmeException($"The ACME server refused: {problem}.") { Type = problem.ShortType, RetryAfter = RetryAfter, IsPassing = IsPassing };
    }

    private AcmeException NotA(string what, JsonException? e) => new($"The ACME server's answer to {Url.AbsolutePath} is no {what}.", e);
}
