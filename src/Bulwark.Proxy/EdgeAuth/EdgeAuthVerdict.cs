using Bulwark.Jwt;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>What edge auth found in a request, and why.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Token">The token, when it is to be believed.</param>
/// <param name="Failure">Why it is not.</param>
internal readonly record struct EdgeAuthVerdict(EdgeAuthResult Result, VerifiedToken? Token = null, JwtFailure? Failure = null);
