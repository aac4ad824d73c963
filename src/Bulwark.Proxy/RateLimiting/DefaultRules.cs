using Bulwark.Proxy.RateLimiting.Matching;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>
/// The rules that are in force when the settings name none. What counts against a client is a login that fails: a whole office behind one address signs in at nine o'clock and is not
/// to be mistaken for somebody who guesses.
/// </summary>
internal static class DefaultRules
{
    /// <summary>The operations of Cognito that take or reset a password, or say whether a user exists.</summary>
    private static readonly string[] PasswordOperations = ["InitiateAuth", "RespondToAuthChallenge", "ForgotPassword", "ConfirmForgotPassword"];

    private static readonly string[] LoginPaths =
    [
        "/login", "/register", "/_matrix/client/*/login/**", "/_matrix/client/*/register/**", "/_synapse/client/register/**", "/oauth2/authorize",
    ];

    /// <summary>How the tiers refuse a login.</summary>
    private static readonly int[] Refusals = [400, 401, 403, 404];

    public static IReadOnlyList<RateLimitRuleOptions> Create() => [FailedLogins(), Passwords(), Everything()];

    private static RateLimitRuleOptions FailedLogins() => new()
    {
        Name = "failed-logins",
        Expression = Logins([]),
        CountingExpression = Logins(Refusals),
        Period = TimeSpan.FromSeconds(10),
        RequestsPerPeriod = 15,
    };

    /// <summary>Guesses that are sent all at once are all on their way before the first has failed.</summary>
    private static RateLimitRuleOptions Passwords() => new()
    {
        Name = "passwords",
        Expression = [PasswordOperation([])],
        Period = TimeSpan.FromSeconds(10),
        RequestsPerPeriod = 100,
    };

    private static RateLimitRuleOptions Everything() => new()
    {
        Name = "all",
        Period = TimeSpan.FromMinutes(5),
        RequestsPerPeriod = 2000,
        MitigationTimeout = TimeSpan.Zero,
        Action = RateLimitAction.Count,
    };

    private static RequestConditionOptions[] Logins(int[] statuses) => [new() { Paths = LoginPaths, Statuses = statuses }, PasswordOperation(statuses)];

    private static RequestConditionOptions PasswordOperation(int[] statuses) => new()
    {
        Paths = ["/"],
        Methods = ["POST"],
        Headers = [new() { Name = "X-Amz-Target", Values = [.. PasswordOperations.Select(operation => "AWSCognitoIdentityProviderService." + operation)] }],
        Statuses = statuses,
    };
}
