namespace Bulwark.DataApi.Permissions;

/// <summary>Who asks: the role that applies, and the session variables that permissions may use. They come from the token alone.</summary>
/// <param name="Role">One of the user's own roles.</param>
/// <param name="UserId">The token's <c>sub</c>.</param>
internal sealed record Session(string Role, string UserId)
{
    /// <summary>The value of a session variable, named in lower case; null when there is none such.</summary>
    public string? Variable(string name) => name switch
    {
        "x-hasura-role" => Role,
        "x-hasura-user-id" => UserId,
        _ => null,
    };
}
